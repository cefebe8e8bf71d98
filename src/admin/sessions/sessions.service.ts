import { Injectable } from '@nestjs/common';
import { type Caller, doneBy } from '../../access/caller.js';
import { actingFor, reaches } from '../../access/reach.js';
import { isUuid, type Page, pageOf, pageRequest } from '../../http/page.js';
import { NotFound } from '../../protocol/refusal.js';
import type { EndedSessions } from './session.js';
import { SessionsRepository } from './sessions.repository.js';
import {
  presentSession,
  type SessionEndingQuery,
  type SessionListQuery,
  type SessionResource,
} from './sessions.dto.js';

/** Everyone sees and ends their own browser sessions; admins anyone's. */
@Injectable()
export class SessionsService {
  constructor(private readonly sessions: SessionsRepository) {}

  async list(caller: Caller, { user_id, ...page }: SessionListQuery): Promise<Page<SessionResource>> {
    const rows = await this.sessions.list(actingFor(caller, user_id, 'read'), pageRequest(page, isUuid));
    return pageOf(
      rows,
      page.limit,
      (session) => session.id,
      (session) => presentSession(session, currentOf(caller)),
    );
  }

  /** True when it was the session that makes this call. */
  async end(caller: Caller, id: string): Promise<boolean> {
    const owner = await this.sessions.findOwner(id);
    if (owner === undefined || !reaches(caller, owner, 'write')) throw new NotFound('Session');
    if (!(await this.sessions.end(id, doneBy(caller)))) throw new NotFound('Session');
    return id === currentOf(caller);
  }

  async endAll(caller: Caller, { user_id, include_current }: SessionEndingQuery): Promise<EndedSessions> {
    const userId = actingFor(caller, user_id, 'write');
    const current = currentOf(caller);
    const keep = include_current ? undefined : current;
    const sessionSecret = await this.sessions.endAll(userId, keep, doneBy(caller));
    return { current: include_current && current !== undefined && userId === caller.account?.id, sessionSecret };
  }
}

function currentOf({ credential }: Caller): string | undefined {
  return credential.kind === 'session' ? credential.id : undefined;
}
