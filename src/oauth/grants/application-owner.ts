import { Injectable } from '@nestjs/common';
import { IpWhitelistGuard } from '../../network/ip-whitelist.guard.js';
import { CheckList } from '../../protocol/check-list.js';
import type { Origin } from '../../protocol/origin.js';
import { Refusal } from '../../protocol/refusal.js';
import { type Account, Accounts } from '../stores/accounts.js';
import type { Application } from '../stores/applications.js';

/** The rules for an application that acts without a person present. */
export const APPLICATION_OWNER_CHECKS = new CheckList({
  owner: 'Its owner is enabled',
  'owner-address': "Its owner's whitelist lets the address in",
});

/** An application's own acts count as its owner's: they are refused if the owner is disabled or the address is not allowed. */
@Injectable()
export class ApplicationOwner {
  constructor(private readonly accounts: Accounts) {}

  /**
   * Whether an application may use a scope that is reserved for admins, without a token that carries it: while its owner is
   * an enabled admin, as in a token. An application without an owner keeps what admins gave it.
   */
  async letsUse(scope: string, { scopes, ownerId }: Application): Promise<boolean> {
    if (!scopes.includes(scope)) return false;
    if (ownerId === null) return true;
    const owner = await this.accounts.byId(ownerId);
    return owner?.role === 'admin' && !owner.disabled;
  }

  /**
   * The owner; undefined for an application without one.
   * @throws Refusal `unauthorized_client` or `address_not_allowed`
   */
  async allowing({ clientId, ownerId }: Application, { address }: Origin): Promise<Account | undefined> {
    const owner = ownerId === null ? undefined : await this.accounts.byId(ownerId);
    const subject = { clientId };
    if (owner?.disabled === true) {
      throw new Refusal('unauthorized_client', 'the owner of this application is disabled', { subject }).at(
        APPLICATION_OWNER_CHECKS,
        'owner',
      );
    }
    if (owner === undefined) return undefined;
    IpWhitelistGuard.decide(address, {
      whitelist: owner.whitelist,
      name: "the whitelist of the application's owner",
      subject,
      at: [APPLICATION_OWNER_CHECKS, 'owner-address'],
    });
    return owner;
  }
}
