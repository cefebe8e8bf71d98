import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { type HalfProved, PASSWORD_CHECKS, type ProvedPerson } from '../../oauth/grants/password-verifier.js';
import { Accounts, type Account } from '../../oauth/stores/accounts.js';
import { methodsOfPasskey } from '../../protocol/acr.js';
import { CheckList } from '../../protocol/check-list.js';
import type { Origin } from '../../protocol/origin.js';
import { placedIn, Refusal, type RefusalSubject } from '../../protocol/refusal.js';
import { sha256 } from '../../secrets/secrets.js';
import { refuseAddress, type SignInAttempt, SignInAttempts, whoOf } from '../password/sign-in-attempts.js';
import { PasskeyCeremonies, PasskeyFault } from './passkey-ceremonies.js';
import { type Passkey, Passkeys } from './passkeys.js';

/** The steps of a check of a passkey, in order. They begin and end as those of a password do. */
const PASSKEY_CHECKS = new CheckList(
  {
    attempts: PASSWORD_CHECKS.sentences.attempts,
    account: 'An account has that passkey',
    passkey: 'It signed the challenge of this page, for this server, and asked for its owner',
    'account-enabled': PASSWORD_CHECKS.sentences['account-enabled'],
    'account-address': PASSWORD_CHECKS.sentences['account-address'],
  },
  'sign-in',
);

const NOT_ACCEPTED = 'This passkey was not accepted. Try again, or sign in another way.';
const PASSWORD_FIRST =
  'This passkey signs in alone again once you have used it after your password: sign in with your password first.';

/** A passkey that proves nothing here. Callers are told no more. */
export class InvalidPasskey extends Refusal {
  constructor(detail: string, subject: RefusalSubject, proved = false, description = NOT_ACCEPTED) {
    super('invalid_credentials', description, { detail, subject, proved });
  }
}

/** Proves accounts by passkeys, with all protections of a password: attempt limits, disabled accounts, whitelists. */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly accounts: Accounts,
    private readonly ceremonies: PasskeyCeremonies,
    private readonly attempts: SignInAttempts,
  ) {}

  /** What a browser is asked with: any passkey of this server, or one of an account whose password was right. */
  async options(purpose: string, userId?: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.ceremonies.requestOptions(
      purpose,
      userId === undefined ? [] : await this.passkeys.descriptorsOf(userId),
    );
  }

  /** Signs in by a passkey alone: it names its account. @throws InvalidPasskey, TooManyAttempts, Refusal `address_not_allowed` */
  async signIn(response: AuthenticationResponseJSON, purpose: string, origin: Origin): Promise<ProvedPerson> {
    const passkey = await this.passkeys.byCredential(Buffer.from(response.id, 'base64url'));
    const owner = passkey && (await this.accounts.byId(passkey.userId));
    const login = owner?.email ?? `passkey ${sha256(response.id).toString('base64url')}`;
    return this.prove(login, origin, async (attempt) => {
      return provedAlone(await this.held(passkey, response, purpose, attempt));
    });
  }

  /** As `PasswordVerifier.complete`, by a passkey of the same account. */
  async complete(
    half: HalfProved,
    response: AuthenticationResponseJSON,
    purpose: string,
    origin: Origin,
  ): Promise<ProvedPerson> {
    const passkey = await this.passkeys.byCredential(Buffer.from(response.id, 'base64url'));
    return this.prove(half.email, origin, async (attempt) => {
      this.attempts.ofHalf(half, attempt);
      const held = await this.held(passkey, response, purpose, attempt);
      const { deviceBound, account } = held;
      if (held.keysEpoch !== account.keysEpoch) await this.passkeys.allowAlone(held, account.keysEpoch);
      return { account, amr: methodsOfPasskey(deviceBound, true) };
    });
  }

  /** Proves again a person who is signed in. */
  async confirm(
    { email }: Account,
    response: AuthenticationResponseJSON,
    purpose: string,
    origin: Origin,
  ): Promise<ProvedPerson> {
    const passkey = await this.passkeys.byCredential(Buffer.from(response.id, 'base64url'));
    return this.prove(email, origin, async (attempt) => {
      return provedAlone(await this.held(passkey, response, purpose, attempt));
    });
  }

  private async prove(
    login: string,
    origin: Origin,
    decide: (attempt: SignInAttempt) => Promise<ProvedPerson>,
  ): Promise<ProvedPerson> {
    try {
      return await this.attempts.admit(login, origin, async (attempt) => {
        const proved = await decide(attempt);
        await this.attempts.succeeded(attempt);
        return proved;
      });
    } catch (error) {
      throw placedIn(PASSKEY_CHECKS, error);
    }
  }

  /**
   * The passkey of the account that is attempted, if the response is genuinely its and from where the account may be used.
   * Counts a failure.
   */
  private async held(
    passkey: Passkey | undefined,
    response: AuthenticationResponseJSON,
    purpose: string,
    attempt: SignInAttempt,
  ): Promise<Passkey & { account: Account }> {
    const { account } = attempt.standing;
    const who = whoOf(attempt.standing);
    const refuse = async (check: 'account' | 'passkey' | 'account-enabled', detail: string): Promise<never> => {
      await this.attempts.failed(attempt);
      throw new InvalidPasskey(detail, who, check === 'account-enabled').at(PASSKEY_CHECKS, check);
    };
    if (passkey === undefined || account === undefined) return refuse('account', 'no such passkey');
    if (passkey.userId !== account.id) return refuse('account', 'a passkey of another account');
    try {
      const { counter, backedUp } = await this.ceremonies.assertion(response, passkey, purpose, attempt.origin);
      if (!(await this.passkeys.use(passkey, counter, backedUp))) {
        throw new PasskeyFault('the passkey was removed meanwhile, or its counter did not rise');
      }
    } catch (error) {
      if (!(error instanceof PasskeyFault)) throw error;
      return refuse('passkey', error.message);
    }
    if (account.disabled) return refuse('account-enabled', 'the user is disabled');
    refuseAddress(account, attempt.origin);
    return { ...passkey, account };
  }
}

/** Where everything of the account was ended, a passkey may be a thief's: the new password tells. */
function provedAlone({ deviceBound, account, keysEpoch }: Passkey & { account: Account }): ProvedPerson {
  if (keysEpoch === account.keysEpoch) return { account, amr: methodsOfPasskey(deviceBound, false) };
  const detail = 'everything of the account has ended since the passkey was used after the password';
  throw new InvalidPasskey(detail, { userId: account.id }, true, PASSWORD_FIRST).at(PASSKEY_CHECKS, 'passkey');
}
