import type { Origin } from '../../protocol/origin.js';
import type { Account } from '../stores/accounts.js';

/** Verifies a person's password, with everything that guards it: attempts, equal time, the account's whitelist. */
export abstract class ResourceOwner {
  /**
   * @param login an e-mail address or a user name
   * @throws Refusal `invalid_credentials`, `too_many_attempts` or `address_not_allowed`
   */
  abstract verify(login: string, password: string, origin: Origin): Promise<Account>;
}
