import { Injectable } from '@nestjs/common';
import { NewPasswords } from '../../auth/password/new-passwords.js';
import { PasswordHasher } from '../../auth/password/password-hasher.js';
import { IpWhitelistGuard } from '../../network/ip-whitelist.guard.js';
import type { SignedIn } from '../../oauth/authorize/signed-in.js';
import type { Origin } from '../../protocol/origin.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { standingOn } from '../../protocol/standing.js';
import { PasswordResetsRepository } from './password-resets.repository.js';
import type { ReplacedPassword } from './user.js';
import { UsersRepository } from './users.repository.js';

/** Sets the password that an administrator asks a person for, once they have signed in with the present one. */
@Injectable()
export class RequiredPasswordService {
  constructor(
    private readonly users: UsersRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly passwords: NewPasswords,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Ends every sign-in and session of the account but this one.
   * @returns what the cookie of this one holds from now on
   * @throws InvalidRequest that names `new_password` and what is wrong with it
   * @throws Conflict where the account has changed meanwhile
   */
  async replace(signedIn: SignedIn, password: string, origin: Origin): Promise<ReplacedPassword> {
    const { account, sessionId } = signedIn;
    const { id: userId, whitelist } = account;
    IpWhitelistGuard.decide(origin.address, { whitelist, name: "the account's whitelist", subject: { userId } });
    const passwordHash = await this.passwords.chosen('new_password', password, account);
    await this.refuseSame(account, password);
    const { address, requestId, onPagesOf } = origin;
    return this.users.replacePassword(
      { account, passwordHash, keep: { signInId: null, sessionId } },
      { actor: { type: 'user', id: userId }, address, requestId, onPagesOf, standing: standingOn(signedIn) },
    );
  }

  /** @throws InvalidRequest where it is the present password */
  async refuseSame({ id }: { id: string }, password: string): Promise<void> {
    const present = await this.resets.passwordHashOf({ id });
    if (present !== undefined && (await this.hasher.verify(present, password))) {
      throw InvalidRequest.field('new_password', 'must be another one than before');
    }
  }
}
