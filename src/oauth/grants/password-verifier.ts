import { CheckList } from '../../protocol/check-list.js';
import type { Origin } from '../../protocol/origin.js';
import { Refusal } from '../../protocol/refusal.js';
import type { Account } from '../stores/accounts.js';

/** The steps of a password check, in order. Callers are told only that login and password do not match. */
export const PASSWORD_CHECKS = new CheckList(
  {
    attempts: 'Not too many failed before',
    account: 'An account has that name',
    password: 'The password is theirs',
    'account-enabled': 'The account is enabled',
    'account-address': "The account's whitelist lets the address in",
    'second-factor': 'The second factor that the account needs is theirs',
  },
  'sign-in',
);

/** A person whose proofs held. */
export interface ProvedPerson {
  account: Account;
  /** By which methods (RFC 8176). */
  amr: readonly string[];
}

/** A person whose password was right, as the account was then. */
export type HalfProved = Pick<Account, 'id' | 'email' | 'epoch' | 'proofEpoch'>;

/** What is missing: a code, one that holds, or a second factor that it could be of. */
type Lacking = 'code' | 'right-code' | 'enrolment';

const NOT_SET_UP =
  'is required and not set up: sign in once with a browser, at a page of this server, and set it up there.';

const SENTENCES: Readonly<Record<Lacking, string>> = {
  enrolment: NOT_SET_UP,
  code: 'is required: the account has a second factor. Send a code of its authenticator app, or a recovery code.',
  'right-code':
    'is wrong, too old or was used already. Send the present code of the authenticator app, or a recovery code.',
};

/** Of an account that has passkeys and no authenticator app: what takes a password cannot ask for a passkey. */
const WITHOUT_APP: Readonly<Record<Lacking, string>> = {
  enrolment: NOT_SET_UP,
  code: 'is required: the second factor of the account is a passkey, which works in a browser alone. Set up an authenticator app and send its code, send a recovery code, or use an API key.',
  'right-code':
    'is wrong or was used already, and the account has no authenticator app. Set one up and send its code, send a recovery code, or use an API key.',
};

/** The account needs more than its password. Only a caller who has shown the right password is told so. */
export class SecondFactorRequired extends Refusal {
  constructor(
    readonly account: Account,
    readonly lacking: Lacking,
    detail?: string,
  ) {
    const message = (account.secondFactors.includes('otp') ? SENTENCES : WITHOUT_APP)[lacking];
    const field = lacking === 'enrolment' ? 'second_factor' : 'otp';
    const subject = { userId: account.id };
    super('mfa_required', `${field}: ${message}`, {
      ...{ fields: [{ field, message }], subject, proved: true },
      ...(detail !== undefined && { detail }),
    });
    this.at(PASSWORD_CHECKS, 'second-factor', { 'second-factor': `lacks: ${lacking}` });
  }
}

/** Verifies a password with all its protections: attempt limits, equal time, the account's whitelist. */
export abstract class PasswordVerifier {
  /**
   * @param login an e-mail address or a user name
   * @param otp a code of the authenticator app or a recovery code, for an account with a second factor
   * @throws Refusal `invalid_credentials`, `too_many_attempts` or `address_not_allowed`
   * @throws SecondFactorRequired `mfa_required`, only where the password is right
   */
  abstract verify(login: string, password: string, origin: Origin, otp?: string): Promise<ProvedPerson>;

  /**
   * Verifies the password alone, of a person who is signed in already.
   * @throws as `verify`, but for `mfa_required`
   */
  abstract confirm(login: string, password: string, origin: Origin): Promise<Account>;

  /**
   * Verifies the code of a person whose password was right before.
   * @throws as `verify`; `invalid_credentials` where what proves the person has changed since
   */
  abstract complete(account: HalfProved, otp: string, origin: Origin): Promise<ProvedPerson>;

  /**
   * Asks whether another short secret of an account holds, and counts a wrong one as a wrong password.
   * @throws Refusal `too_many_attempts`
   */
  abstract guess(account: Account, origin: Origin, holds: () => Promise<boolean>): Promise<boolean>;
}
