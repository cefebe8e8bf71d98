import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { accountOf, type Caller } from '../../../access/caller.js';
import { refuseNarrow } from '../../../access/scope-rules.js';
import { readAssertion } from '../../../auth/passkeys/passkey-responses.js';
import { InvalidPasskey, PasskeySignIn } from '../../../auth/passkeys/passkey-sign-in.js';
import { PasswordVerifier, type ProvedPerson } from '../../../oauth/grants/password-verifier.js';
import type { Account } from '../../../oauth/stores/accounts.js';
import { ScopeCatalogue } from '../../../oauth/stores/scope-catalogue.js';
import { InvalidRequest } from '../../../protocol/refusal.js';
import { presentFactor, presentOwner, presentOwnerWithFactor } from '../present-owner.js';
import type { FreshProofBody, StepUpBody } from './factors.dto.js';
import { OfferedFactors } from './offered-factors.js';
import type { AssertionBody } from './passkeys.dto.js';

type OwnerProofBody = Omit<FreshProofBody, 'otp'>;

/** Fresh proofs of a person who is signed in: the password, with a code of an account that has a factor, or a passkey. */
@Injectable()
export class FreshProofs {
  constructor(
    private readonly owner: PasswordVerifier,
    private readonly passkeys: PasskeySignIn,
    private readonly catalogue: ScopeCatalogue,
    private readonly offered: OfferedFactors,
  ) {}

  /** What the browser of this caller is asked with, for a passkey as the proof. */
  async options(caller: Caller): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const account = accountOf(caller);
    return this.passkeys.options(purposeOf(account, caller), account.id);
  }

  /** What only a credential with everything of the account may do, and only with a fresh proof. */
  async proved(caller: Caller, { current_password: password, otp, passkey }: FreshProofBody): Promise<Account> {
    await this.refuseNarrow(caller);
    if (passkey !== undefined) return (await this.byPasskey(caller, passkey)).account;
    if (password === undefined) throw InvalidRequest.field('current_password', 'is required, or a passkey');
    return presentOwnerWithFactor(this.owner, caller, password, otp);
  }

  /** The password alone, or a passkey, for another address or password. */
  async ofOwner(caller: Caller, { current_password: password, passkey }: OwnerProofBody): Promise<Account> {
    if (passkey !== undefined) return (await this.byPasskey(caller, passkey)).account;
    if (password === undefined) throw InvalidRequest.field('current_password', 'is required, or a passkey');
    return presentOwner(this.owner, caller, password);
  }

  /** As `proved`, for a factor that is to be added. */
  async provedToAdd(caller: Caller, body: FreshProofBody): Promise<Account> {
    this.offered.require(accountOf(caller));
    return this.proved(caller, body);
  }

  /** The methods (RFC 8176) of the caller's second factor alone. */
  async ofFactor(caller: Caller, { otp, passkey }: StepUpBody): Promise<readonly string[]> {
    if (passkey !== undefined) return (await this.byPasskey(caller, passkey)).amr;
    if (otp === undefined) throw InvalidRequest.field('otp', 'is required, or a passkey');
    return presentFactor(this.owner, caller, otp);
  }

  /** A credential that does not carry everything of the account changes nothing of what proves it. */
  async refuseNarrow(caller: Caller): Promise<void> {
    refuseNarrow(await this.catalogue.all(), caller, 'second_factor');
  }

  private byPasskey(caller: Caller, passkey: AssertionBody): Promise<ProvedPerson> {
    const account = accountOf(caller);
    const response = readAssertion(passkey);
    return this.passkeys
      .confirm(account, response, purposeOf(account, caller), caller.origin)
      .catch((error: unknown) => {
        if (!(error instanceof InvalidPasskey)) throw error;
        // the credential of the request held: a 401 would sign people out of their console
        const { detail, subject, proved } = error;
        const message = proved
          ? 'counts again once you have signed in with your password and this passkey'
          : 'was not accepted; ask for another challenge and try again';
        const refusal = new InvalidRequest(`passkey: ${message}`, [{ field: 'passkey', message }], { detail, subject });
        throw refusal.insteadOf(error);
      });
  }
}

/** What may finish what the proof begins: the session or sign-in that began it. */
export function holderOf({ signInId, credential }: Caller): string {
  return signInId ?? credential.id;
}

function purposeOf({ id, epoch, proofEpoch }: Account, caller: Caller): string {
  return `fresh proof ${holderOf(caller)} ${id} ${String(epoch)} ${String(proofEpoch)}`;
}
