import { Injectable } from '@nestjs/common';
import { type Caller, doneBy } from '../../access/caller.js';
import { refuseNarrowAdmin } from '../../access/scope-rules.js';
import { NewPasswords } from '../../auth/password/new-passwords.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { Conflict, InvalidRequest, NotFound } from '../../protocol/refusal.js';
import { administratorTouched } from './administrator-rule.js';
import type { UserRecord } from './user.js';
import { PasswordResetsRepository } from './password-resets.repository.js';
import { UsersRepository } from './users.repository.js';
import { RemainingCredentialsService } from './remaining-credentials.service.js';
import {
  type ChangedUserResource,
  type NewUserBody,
  type PasswordMailBody,
  presentUser,
  type UserChangeBody,
  type UserResource,
} from './users.dto.js';

/** Administration of all accounts. The guard has checked that the caller is an admin. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly passwords: NewPasswords,
    private readonly catalogue: ScopeCatalogue,
    private readonly remaining: RemainingCredentialsService,
  ) {}

  async create(
    caller: Caller,
    { password, invite, username = null, name = null, ...given }: NewUserBody,
  ): Promise<UserResource> {
    const { email_verified: emailVerified, password_change_required: passwordChangeRequired, ...user } = given;
    if (user.role === 'admin') refuseNarrowAdmin(await this.catalogue.all(), caller, 'role');
    const passwordHash = await this.firstPassword(password, invite, user.email);
    const row = { ...user, emailVerified, username, name, passwordHash, passwordChangeRequired };
    return presentUser(await this.users.create(row, doneBy(caller), invite));
  }

  async change(
    caller: Caller,
    id: string,
    { password, email_verified: emailVerified, pending_email: pendingEmail, ...given }: UserChangeBody,
  ): Promise<ChangedUserResource> {
    const { password_change_required: passwordChangeRequired, ...change } = given;
    if (id === caller.account?.id) refuseToOneself(change.disabled, password);
    const passwordHash = password === undefined ? undefined : await this.hashReset(id, password, change.email);
    const isSettled = change.email !== undefined || emailVerified === true;
    const asked = {
      ...change,
      emailVerified,
      emailSelfGiven: isSettled ? false : undefined,
      pendingEmail: change.email === undefined ? pendingEmail : null,
      passwordHash,
      passwordChangeRequired,
    };
    const catalogue = await this.catalogue.all();
    const user = await this.users.change(id, asked, doneBy(caller), (current) => {
      const touched = administratorTouched(current, asked);
      if (touched !== undefined) refuseNarrowAdmin(catalogue, caller, touched);
    });
    if (user === undefined) throw new NotFound('User');
    const changed = presentUser(user);
    if (passwordHash === undefined && change.role === undefined) return changed;
    return Object.assign(changed, { remaining: await this.remaining.of(id) });
  }

  async mailPassword(caller: Caller, id: string, { kind }: PasswordMailBody): Promise<void> {
    if (!(await this.resets.sendLink(id, kind, doneBy(caller)))) throw new NotFound('User');
  }

  private firstPassword(password: string | undefined, invite: boolean, email: string): Promise<string> {
    if (invite) {
      if (password !== undefined) throw InvalidRequest.field('password', 'must not be set for who is invited');
      return this.passwords.unknown();
    }
    if (password === undefined) throw InvalidRequest.field('password', 'is required unless invite is true');
    return this.passwords.given('password', password, { email });
  }

  async delete(caller: Caller, id: string): Promise<void> {
    if (id === caller.account?.id) throw new Conflict('id', 'is your own; another admin must delete your account');
    const catalogue = await this.catalogue.all();
    const judge = ({ role }: UserRecord) => {
      if (role === 'admin') refuseNarrowAdmin(catalogue, caller, 'id');
    };
    if (!(await this.users.delete(id, doneBy(caller), judge))) throw new NotFound('User');
  }

  private async hashReset(id: string, password: string, email: string | undefined): Promise<string> {
    const user = await this.users.find(id);
    if (user === undefined) throw new NotFound('User');
    return this.passwords.given('password', password, { email: email ?? user.email });
  }
}

function refuseToOneself(disabled: boolean | undefined, password: string | undefined): void {
  if (disabled === true) throw new Conflict('disabled', 'cannot be set on your own account; another admin must do it');
  // a reset asks for no present password, so a stolen sign-in must not reset its own account's
  if (password !== undefined) throw new Conflict('password', 'of your own is changed with PUT users/me/password');
}
