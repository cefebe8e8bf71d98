import { Injectable } from '@nestjs/common';
import { type Caller, isAdmin } from '../access/caller.js';
import { Applications } from '../oauth/stores/applications.js';
import { NotFound } from '../protocol/refusal.js';
import { type ListOf, WhitelistStore } from './whitelist-store.js';

const NAMES = { user: 'User', application: 'Application', 'api-key': 'API key' } as const;

/** Which lists a caller may work on, and which ones decide about the caller. */
@Injectable()
export class ListAccess {
  constructor(
    private readonly lists: WhitelistStore,
    private readonly applications: Applications,
  ) {}

  /** Owners work on the lists of their things, admins on all. To everybody else there is no such thing. */
  async refuseStranger(caller: Caller, list: ListOf): Promise<void> {
    const ownerId = await this.lists.ownerOf(list);
    const isOwner = ownerId !== undefined && ownerId !== null && ownerId === caller.account?.id;
    if (ownerId === undefined || !(isOwner || isAdmin(caller))) throw new NotFound(NAMES[list.kind]);
  }

  /** The lists that must all allow the address of this very call. */
  async decidingFor(caller: Caller): Promise<ListOf[]> {
    const { account, actingOwner, clientId, credential } = caller;
    const lists: ListOf[] = [];
    for (const id of new Set([account?.id, actingOwner?.id])) {
      if (id !== undefined) lists.push({ kind: 'user', id });
    }
    const application = clientId === null ? undefined : await this.applications.byClientId(clientId);
    if (application !== undefined) lists.push({ kind: 'application', id: application.id });
    if (credential.kind === 'api-key') lists.push({ kind: 'api-key', id: credential.id });
    return lists;
  }

  async decides(caller: Caller, list: ListOf): Promise<boolean> {
    return (await this.decidingFor(caller)).some(({ kind, id }) => kind === list.kind && id === list.id);
  }
}
