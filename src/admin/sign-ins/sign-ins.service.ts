import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../access/caller.js';
import { actingFor, reaches, reachesOthers } from '../../access/reach.js';
import { isUuid, type Page, pageOf, pageRequest } from '../../http/page.js';
import { NotFound } from '../../protocol/refusal.js';
import { SignInsRepository } from './sign-ins.repository.js';
import { type GrantEndingQuery, type GrantListQuery, type GrantResource, presentGrant } from './grants.dto.js';

/** Everyone sees and ends their own sign-ins; admins anyone's. */
@Injectable()
export class SignInsService {
  constructor(private readonly grants: SignInsRepository) {}

  async list(caller: Caller, { user_id, client_id, ...page }: GrantListQuery): Promise<Page<GrantResource>> {
    const everyones = reachesOthers(caller, 'read') && user_id === undefined && client_id !== undefined;
    const userId = everyones ? undefined : actingFor(caller, user_id, 'read');
    const rows = await this.grants.list({ userId, clientId: client_id }, pageRequest(page, isUuid));
    return pageOf(
      rows,
      page.limit,
      (grant) => grant.id,
      (grant) => presentGrant(grant, caller.signInId),
    );
  }

  async end(caller: Caller, id: string): Promise<void> {
    const own = accountOf(caller).id;
    const owner = await this.grants.findOwner(id);
    if (owner === undefined || !reaches(caller, owner, 'write')) throw new NotFound('Grant');
    const reason = owner === own ? 'its owner ended it' : 'an admin ended it';
    const ended = await this.grants.end(id, reason, doneBy(caller));
    if (!ended) throw new NotFound('Grant');
  }

  async endAll(caller: Caller, { user_id, client_id, include_current }: GrantEndingQuery): Promise<void> {
    const userId = actingFor(caller, user_id, 'write');
    const keep = include_current ? undefined : (caller.signInId ?? undefined);
    await this.grants.endAll({ userId, clientId: client_id }, keep, doneBy(caller));
  }
}
