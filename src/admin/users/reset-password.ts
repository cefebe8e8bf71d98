import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SecondFactors } from '../../auth/factors/second-factors.js';
import { PasswordHasher } from '../../auth/password/password-hasher.js';
import { accountName } from '../../protocol/account-name.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { PasswordResetsRepository } from './password-resets.repository.js';
import { UsersRepository } from './users.repository.js';

/** Who acts by a command on the machine of the server. */
export const OPERATOR: DoneBy = {
  ...UNCONDITIONAL,
  ...{ actor: { type: 'system' as const, id: null }, address: null, requestId: null },
};

interface ResetAccount {
  id: string;
  email: string;
  /** The new one. */
  password: string;
  disabled: boolean;
  /** Whether a second factor was taken away. */
  factorsReset: boolean;
  /** Whether signing in takes a code or a passkey beside the new password. */
  hasFactor: boolean;
}

/** The operator's way back in, from the command line: it needs the database, and no credential of the account. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly factors: SecondFactors,
    private readonly users: UsersRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Sets a generated password, ends everything of the account, and forgets its failed attempts. Undefined: there is none.
   * @param alsoFactors whether the second factor and the recovery codes go, too
   */
  async of(email: string, alsoFactors = false): Promise<ResetAccount | undefined> {
    const user = await this.users.findByEmail(accountName(email));
    if (user === undefined) return undefined;
    const password = randomBytes(15).toString('base64url');
    const passwordHash = await this.hasher.hash(password);
    await this.users.change(user.id, { passwordHash }, OPERATOR);
    const factorsReset = alsoFactors && (await this.factors.reset(user.id, OPERATOR));
    await this.resets.forgetAttempts(user.id);
    const { authenticator, passkeys } = await this.factors.overviewOf(user.id);
    return {
      id: user.id,
      email: user.email,
      password,
      disabled: user.disabled,
      factorsReset,
      hasFactor: authenticator !== undefined || passkeys.length > 0,
    };
  }
}
