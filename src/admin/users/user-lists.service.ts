import { Injectable } from '@nestjs/common';
import { type Page, pageOf, pageRequest } from '../../http/page.js';
import { accountName } from '../../protocol/account-name.js';
import { NotFound } from '../../protocol/refusal.js';
import { isPlaceOf, UserListsRepository } from './user-lists.repository.js';
import { type ListedUserResource, presentListedUser, type UserListQuery } from './user-lists.dto.js';

/** All accounts, to look through. The guard has checked that the caller is an admin. */
@Injectable()
export class UserListsService {
  constructor(private readonly users: UserListsRepository) {}

  async list({ q, login, role, disabled, sort, ...page }: UserListQuery): Promise<Page<ListedUserResource>> {
    const filter = {
      text: q,
      login: login === undefined ? undefined : accountName(login),
      role,
      disabled: disabled === undefined ? undefined : disabled === 'true',
      sort,
    };
    const rows = await this.users.list(
      filter,
      pageRequest(page, (text) => isPlaceOf(sort, text)),
    );
    return pageOf(rows, page.limit, (user) => user.place, presentListedUser);
  }

  async read(id: string): Promise<ListedUserResource> {
    const user = await this.users.find(id);
    if (user === undefined) throw new NotFound('User');
    return presentListedUser(user);
  }
}
