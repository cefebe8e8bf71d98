import { CheckList } from '../../protocol/check-list.js';
import type { Origin } from '../../protocol/origin.js';
import type { Account } from '../stores/accounts.js';

/** What a name and a password go through, in this order. Callers are told none of it: only that they did not fit. */
export const PASSWORD_CHECKS = new CheckList({
  attempts: 'Not too many failed before',
  account: 'Somebody has that name',
  password: 'The password is theirs',
  'account-enabled': 'The account is enabled',
  'account-address': "The account's whitelist lets the address in",
});

/** Verifies a person's password, with everything that guards it: attempts, equal time, the account's whitelist. */
export abstract class PasswordVerifier {
  /**
   * @param login an e-mail address or a user name
   * @throws Refusal `invalid_credentials`, `too_many_attempts` or `address_not_allowed`
   */
  abstract verify(login: string, password: string, origin: Origin): Promise<Account>;
}
