import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../access/caller.js';
import { refuseNarrow } from '../../access/scope-rules.js';
import { MailRequests } from '../../auth/recovery/mail-requests.js';
import { PasswordVerifier } from '../../oauth/grants/password-verifier.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { Conflict, InvalidRequest } from '../../protocol/refusal.js';
import { AddressesRepository } from './addresses.repository.js';
import { CodeGuessesRepository } from './code-guesses.repository.js';
import { FreshProofs } from './factors/fresh-proofs.js';
import type { AskedAddress } from './user.js';
import type { MyAccountBody } from './users.dto.js';

/** Proves the address of a person's own account, and asks for another. */
@Injectable()
export class MyAddressService {
  constructor(
    private readonly addresses: AddressesRepository,
    private readonly guesses: CodeGuessesRepository,
    private readonly owner: PasswordVerifier,
    private readonly proofs: FreshProofs,
    private readonly requests: MailRequests,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  /**
   * The address that a change asks for, once the password was given, or a passkey. It is neither taken from its owner nor revealed before
   * it is proved, so it makes no difference here whether it has an account already.
   */
  async asked(caller: Caller, { email, current_password, passkey }: MyAccountBody): Promise<AskedAddress | undefined> {
    if (email === undefined || email === accountOf(caller).email) return undefined;
    await this.refuseNarrow(caller, 'email');
    const proved = await this.proofs.ofOwner(caller, { current_password, passkey });
    this.requests.enforce(caller.origin, accountOf(caller).id);
    return { pendingEmail: email, proved };
  }

  /** @throws Conflict where the address is proved, and no other is asked for */
  async sendProof(caller: Caller): Promise<void> {
    await this.refuseNarrow(caller, 'email');
    this.requests.enforce(caller.origin, accountOf(caller).id);
    if (await this.addresses.sendProof(accountOf(caller).id, doneBy(caller))) return;
    throw new Conflict('email', 'is confirmed already; there is nothing to mail');
  }

  /** A wrong code counts as a wrong password does, and beside that for itself. @throws TooManyCodes */
  async prove(caller: Caller, code: string): Promise<void> {
    await this.refuseNarrow(caller, 'code');
    const account = accountOf(caller);
    const holds = async () => {
      const address = await this.addresses.addressOfCode(account.id);
      if (address === undefined) return false;
      const proof = { code, address };
      return this.guesses.guess(account.id, address, () => this.addresses.prove(account.id, proof, doneBy(caller)));
    };
    if (await this.owner.guess(account, caller.origin, holds)) return;
    throw InvalidRequest.field('code', 'is not the code of your last mail, or is too old; ask for another mail');
  }

  /** An account is held by its address, so only what carries everything of the account may touch it. */
  private async refuseNarrow(caller: Caller, field: string): Promise<void> {
    refuseNarrow(await this.catalogue.all(), caller, field);
  }
}
