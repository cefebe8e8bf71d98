import { CheckList } from '../../protocol/check-list.js';
import type { Origin } from '../../protocol/origin.js';
import type { Account } from '../stores/accounts.js';

/** The steps of a password check, in order. Callers are told only that login and password do not match. */
export const PASSWORD_CHECKS = new CheckList(
  {
    attempts: 'Not too many failed before',
    account: 'An account has that name',
    password: 'The password is theirs',
    'account-enabled': 'The account is enabled',
    'account-address': "The account's whitelist lets the address in",
  },
  'sign-in',
);

/** Verifies a password with all its protections: attempt limits, equal time, the account's whitelist. */
export abstract class PasswordVerifier {
  /**
   * @param login an e-mail address or a user name
   * @throws Refusal `invalid_credentials`, `too_many_attempts` or `address_not_allowed`
   */
  abstract verify(login: string, password: string, origin: Origin): Promise<Account>;

  /**
   * Asks whether another short secret of an account holds, and counts a wrong one as a wrong password.
   * @throws Refusal `too_many_attempts`
   */
  abstract guess(account: Account, origin: Origin, holds: () => Promise<boolean>): Promise<boolean>;
}
