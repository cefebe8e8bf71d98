import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../access/caller.js';
import { refuseNarrow } from '../../access/scope-rules.js';
import { networkOf } from '../../network/network.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import type { Profile } from '../../protocol/profile.js';
import { InvalidToken } from '../../protocol/refusal.js';
import { TooManyAttempts } from '../../protocol/too-many.js';
import { TakenNamesRepository } from './taken-names.repository.js';
import type { AskedAddress, UserRecord } from './user.js';
import { UsersRepository } from './users.repository.js';
import { type MyAccountBody, presentUser, type UserResource } from './users.dto.js';

/** Operations of a user on their own account. */
@Injectable()
export class MyAccountService {
  constructor(
    private readonly users: UsersRepository,
    private readonly names: TakenNamesRepository,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  async read(caller: Caller): Promise<UserResource> {
    return presentUser(existing(await this.users.find(accountOf(caller).id)));
  }

  /** @param asked the address that the person asks for, once it may be */
  async change(
    caller: Caller,
    { username, name, profile: given, pending_email }: MyAccountBody,
    asked: AskedAddress | undefined,
  ): Promise<UserResource> {
    const { id } = accountOf(caller);
    await this.refuseRenaming(caller, username);
    const profile = given && ((current: Profile) => keepingVerified(current, given));
    const change = { username, name, profile, pendingEmail: pending_email, ...asked };
    return presentUser(existing(await this.users.change(id, change, doneBy(caller))));
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
}

/** Another phone number is unverified. */
function keepingVerified({ phone_number: number, phone_number_verified: verified }: Profile, given: Profile): Profile {
  return verified === true && number === given.phone_number
    ? Object.assign({}, given, { phone_number_verified: true })
    : given;
}

function existing(user: UserRecord | undefined): UserRecord {
  if (user === undefined) throw new InvalidToken('the account was deleted meanwhile');
  return user;
}
