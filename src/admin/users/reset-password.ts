import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PasswordHasher } from '../../auth/password/password-hasher.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { PasswordResetsRepository } from './password-resets.repository.js';
import { UsersRepository } from './users.repository.js';

interface ResetAccount {
  email: string;
  /** The new one. */
  password: string;
  disabled: boolean;
}

/** The operator's way back in, from the command line: it needs the database, and no credential of the account. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly users: UsersRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly hasher: PasswordHasher,
  ) {}

  /** Sets a generated password, ends everything of the account, and forgets its failed attempts. Undefined: there is none. */
  async of(email: string): Promise<ResetAccount | undefined> {
    const user = await this.users.findByEmail(email.toLowerCase());
    if (user === undefined) return undefined;
    const password = randomBytes(15).toString('base64url');
    const passwordHash = await this.hasher.hash(password);
    const operator = { actor: { type: 'system', id: null }, address: null, requestId: null } as const;
    await this.users.change(user.id, { passwordHash }, { ...UNCONDITIONAL, ...operator });
    await this.resets.forgetAttempts(user.id);
    return { email: user.email, password, disabled: user.disabled };
  }
}
