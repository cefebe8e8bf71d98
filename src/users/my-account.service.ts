import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../access/caller.js';
import { PasswordHasher } from '../auth/password/password-hasher.js';
import { PasswordVerifier } from '../oauth/grants/password-verifier.js';
import type { Profile } from '../protocol/profile.js';
import { InvalidRequest, InvalidToken, Refusal } from '../protocol/refusal.js';
import { refuseEmailAsPassword } from './password-rule.js';
import { type UserRecord, UserStore } from './user-store.js';
import { type MyAccountBody, type MyPasswordBody, presentUser, type UserResource } from './users.schemas.js';

/** What everybody may do with their own account. */
@Injectable()
export class MyAccountService {
  constructor(
    private readonly users: UserStore,
    private readonly owner: PasswordVerifier,
    private readonly hasher: PasswordHasher,
  ) {}

  async read(caller: Caller): Promise<UserResource> {
    return presentUser(existing(await this.users.find(accountOf(caller).id)));
  }

  async change(caller: Caller, change: MyAccountBody): Promise<UserResource> {
    const { id } = accountOf(caller);
    const profile = change.profile && (await this.keepingVerified(id, change.profile));
    return presentUser(existing(await this.users.change(id, { ...change, profile }, doneBy(caller))));
  }

  /** Another phone number is unverified. */
  private async keepingVerified(id: string, profile: Profile): Promise<Profile> {
    const { phone_number: number, phone_number_verified: verified } = existing(await this.users.find(id)).profile;
    return verified === true && number === profile.phone_number ? { ...profile, phone_number_verified: true } : profile;
  }

  /** Verified as a sign-in is, so that a stolen sign-in cannot guess here what it may not guess there. */
  async changePassword(caller: Caller, { current_password, new_password }: MyPasswordBody): Promise<UserResource> {
    const { email } = accountOf(caller);
    refuseEmailAsPassword('new_password', new_password, email);
    const account = await this.owner.verify(email, current_password, caller.origin).catch((error: unknown) => {
      throw asFieldFault(error);
    });
    const { signInId, credential } = caller;
    const changed = await this.users.replacePassword(
      {
        userId: account.id,
        epoch: account.epoch,
        passwordHash: await this.hasher.hash(new_password),
        keep: { signInId, sessionId: credential.kind === 'session' ? credential.id : null },
      },
      doneBy(caller),
    );
    if (!changed) throw new InvalidToken('the account was ended everywhere meanwhile', { userId: account.id });
    return this.read(caller);
  }
}

function existing(user: UserRecord | undefined): UserRecord {
  if (user === undefined) throw new InvalidToken('the account was deleted meanwhile');
  return user;
}

/** The credential of the request held: only the field is wrong, and a 401 would sign people out of their console. */
function asFieldFault(error: unknown): unknown {
  if (!(error instanceof Refusal) || error.reason !== 'invalid_credentials') return error;
  const { detail, subject } = error;
  const message = 'is not your present password';
  return new InvalidRequest(`current_password: ${message}`, [{ field: 'current_password', message }], {
    detail,
    subject,
  });
}
