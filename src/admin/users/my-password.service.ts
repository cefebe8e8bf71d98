import { Injectable } from '@nestjs/common';
import { type Caller, doneBy } from '../../access/caller.js';
import { NewPasswords } from '../../auth/password/new-passwords.js';
import { FreshProofs } from './factors/fresh-proofs.js';
import { RequiredPasswordService } from './required-password.service.js';
import type { ReplacedPassword } from './user.js';
import type { MyPasswordBody } from './users.dto.js';
import { UsersRepository } from './users.repository.js';

/** Another password for a person's own account, chosen by them. */
@Injectable()
export class MyPasswordService {
  constructor(
    private readonly users: UsersRepository,
    private readonly proofs: FreshProofs,
    private readonly passwords: NewPasswords,
    private readonly required: RequiredPasswordService,
  ) {}

  /** Ends every other sign-in of the account, and copies of the caller's cookie. */
  async change(caller: Caller, { new_password, ...proof }: MyPasswordBody): Promise<ReplacedPassword> {
    const account = await this.proofs.ofOwner(caller, proof);
    const passwordHash = await this.passwords.chosen('new_password', new_password, account);
    if (account.passwordChangeRequired) await this.required.refuseSame(account, new_password);
    const { signInId, credential } = caller;
    return this.users.replacePassword(
      {
        account,
        passwordHash,
        keep: { signInId, sessionId: credential.kind === 'session' ? credential.id : null },
      },
      doneBy(caller),
    );
  }
}
