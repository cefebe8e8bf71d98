import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../access/caller.js';
import { refuseNarrow } from '../../access/scope-rules.js';
import { NewPasswords } from '../../auth/password/new-passwords.js';
import { networkOf } from '../../network/network.js';
import { PasswordVerifier } from '../../oauth/grants/password-verifier.js';
import type { Account } from '../../oauth/stores/accounts.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import type { Profile } from '../../protocol/profile.js';
import { InvalidRequest, InvalidToken, Refusal } from '../../protocol/refusal.js';
import { TooManyAttempts } from '../../protocol/too-many.js';
import { TakenNamesRepository } from './taken-names.repository.js';
import type { UserRecord } from './user.js';
import { UsersRepository } from './users.repository.js';
import { type MyAccountBody, type MyPasswordBody, presentUser, type UserResource } from './users.dto.js';

/** Operations of a user on their own account. */
@Injectable()
export class MyAccountService {
  constructor(
    private readonly users: UsersRepository,
    private readonly owner: PasswordVerifier,
    private readonly passwords: NewPasswords,
    private readonly names: TakenNamesRepository,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  async read(caller: Caller): Promise<UserResource> {
    return presentUser(existing(await this.users.find(accountOf(caller).id)));
  }

  async change(
    caller: Caller,
    { email, current_password, pending_email, ...change }: MyAccountBody,
  ): Promise<UserResource> {
    const { id } = accountOf(caller);
    const asked = await this.askedAddress(caller, email, current_password);
    await this.refuseRenaming(caller, change.username);
    const profile = change.profile && (await this.keepingVerified(id, change.profile));
    const pendingEmail = asked ?? pending_email;
    return presentUser(existing(await this.users.change(id, { ...change, profile, pendingEmail }, doneBy(caller))));
  }

  /**
   * A pending address is neither taken from its owner nor revealed before it is verified or confirmed. So it
   * makes no difference here whether it has an account already.
   */
  private async askedAddress(
    caller: Caller,
    email: string | undefined,
    password: string | undefined,
  ): Promise<string | undefined> {
    if (email === undefined || email === accountOf(caller).email) return undefined;
    // an account is held by its address, so only what carries everything of the account already may move it
    refuseNarrow(await this.catalogue.all(), caller, 'email');
    if (password === undefined) {
      throw InvalidRequest.field('current_password', 'is required to change the e-mail address');
    }
    await this.verified(caller, password);
    return email;
  }

  /**
   * A person signs in by the user name, too, and applications are told it: so only what carries everything of the
   * account may change it. User names are unique, and a 409 tells who has one: so only a few may be asked for.
   */
  private async refuseRenaming(caller: Caller, username: string | null | undefined): Promise<void> {
    const account = accountOf(caller);
    if (username === undefined || username === account.username) return;
    refuseNarrow(await this.catalogue.all(), caller, 'username');
    if (username === null) return;
    const wait = await this.names.admit(account.id, networkOf(caller.origin.address));
    if (wait !== undefined) throw new TooManyAttempts(wait, 'asked for too many user names', { userId: account.id });
  }

  /** Another phone number is unverified. */
  private async keepingVerified(id: string, profile: Profile): Promise<Profile> {
    const { phone_number: number, phone_number_verified: verified } = existing(await this.users.find(id)).profile;
    return verified === true && number === profile.phone_number
      ? Object.assign(profile, { phone_number_verified: true })
      : profile;
  }

  async changePassword(caller: Caller, { current_password, new_password }: MyPasswordBody): Promise<UserResource> {
    const account = await this.verified(caller, current_password);
    if (account.passwordChangeRequired && new_password.normalize('NFKC') === current_password.normalize('NFKC')) {
      throw InvalidRequest.field('new_password', 'must be another one than before');
    }
    const { signInId, credential } = caller;
    const changed = await this.users.replacePassword(
      {
        userId: account.id,
        epoch: account.epoch,
        passwordHash: await this.passwords.chosen('new_password', new_password, account),
        keep: { signInId, sessionId: credential.kind === 'session' ? credential.id : null },
      },
      doneBy(caller),
    );
    if (!changed) throw new InvalidToken('the account was ended everywhere meanwhile', { userId: account.id });
    return this.read(caller);
  }

  /** Verified as a sign-in is, so that a stolen sign-in cannot guess here what it may not guess there. */
  private verified(caller: Caller, password: string): Promise<Account> {
    return this.owner.verify(accountOf(caller).email, password, caller.origin).catch((error: unknown) => {
      throw asFieldFault(error);
    });
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
