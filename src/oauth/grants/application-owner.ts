import { Injectable } from '@nestjs/common';
import { CheckList } from '../../protocol/check-list.js';
import type { Origin } from '../../protocol/origin.js';
import { AddressNotAllowed, Refusal } from '../../protocol/refusal.js';
import { type Account, Accounts } from '../stores/accounts.js';
import type { Application } from '../stores/applications.js';

/** What holds for an application that acts without a person in front of it. */
export const APPLICATION_OWNER_CHECKS = new CheckList({
  owner: 'Its owner is enabled',
  'owner-address': "Its owner's whitelist lets the address in",
});

/** Whose word an application's own acts are: those of a disabled owner, or from outside the owner's list, are refused. */
@Injectable()
export class ApplicationOwner {
  constructor(private readonly accounts: Accounts) {}

  /**
   * The owner; undefined for an application that has none.
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
    if (owner?.whitelist.allows(address) === false) {
      const detail = `${address} is not on the whitelist of the application's owner`;
      throw new AddressNotAllowed(detail, subject).at(APPLICATION_OWNER_CHECKS, 'owner-address', {
        'owner-address': owner.whitelist.verdict(address),
      });
    }
    return owner;
  }
}
