import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { refuseWhatOthersMade } from '../../access/makers.js';
import { type Act, reaches } from '../../access/reach.js';
import { refuseNarrowAdmin } from '../../access/scope-rules.js';
import { Accounts } from '../../oauth/stores/accounts.js';
import { Applications } from '../../oauth/stores/applications.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { AccessDenied, NotFound } from '../../protocol/refusal.js';
import type { ListOf } from './whitelist-entry.js';
import { IpWhitelistRepository } from './ip-whitelist.repository.js';

const NAMES = { user: 'User', application: 'Application', 'api-key': 'API key' } as const;

/** Which lists a caller may work on, and which ones decide about the caller. */
@Injectable()
export class ListAccess {
  constructor(
    private readonly lists: IpWhitelistRepository,
    private readonly applications: Applications,
    private readonly accounts: Accounts,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  /**
   * Owners work on the lists of their things, administrators' credentials on all. To every other caller there is no
   * such thing.
   */
  async refuseStranger(caller: Caller, list: ListOf, act: Act): Promise<void> {
    const origin = await this.lists.originOf(list);
    if (origin === undefined || !reaches(caller, origin.ownerId, act)) throw new NotFound(NAMES[list.kind]);
    const { ownerId, madeBy } = origin;
    if (act === 'read') return;
    // what an application adds to or takes from the account's own would lock the person out, or let others in
    refuseWhatOthersMade(caller, madeBy, list.kind === 'user' ? 'ip_whitelist' : 'id');
    const isOwn = ownerId === caller.account?.id && caller.isConfined !== true;
    if (list.kind === 'user' && !isOwn) await this.refuseNarrow(caller, list.id);
    if (list.kind === 'api-key') refuseBound(caller);
  }

  /** Whether the list, which may decide about the caller, is one that the caller may look into. */
  async mayRead(caller: Caller, list: ListOf): Promise<boolean> {
    const origin = await this.lists.originOf(list);
    return origin !== undefined && reaches(caller, origin.ownerId, 'read');
  }

  /** Where an administrator may sign in from is part of how the account is kept. */
  private async refuseNarrow(caller: Caller, userId: string): Promise<void> {
    const account = await this.accounts.byId(userId);
    if (account?.role === 'admin') refuseNarrowAdmin(await this.catalogue.all(), caller, 'id');
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

  /** Whether the list is that of the credential, or of the application that it belongs to or was made by. */
  async isOfCredential({ clientId, madeBy, credential }: Caller, { kind, id }: ListOf): Promise<boolean> {
    if (kind === 'api-key') return credential.kind === 'api-key' && credential.id === id;
    if (kind === 'user') return false;
    for (const name of new Set([clientId, madeBy])) {
      if (typeof name === 'string' && (await this.applications.byClientId(name))?.id === id) return true;
    }
    return false;
  }

  async decides(caller: Caller, list: ListOf): Promise<boolean> {
    return (await this.decidingFor(caller)).some(({ kind, id }) => kind === list.kind && id === list.id);
  }
}

/** A credential that is bound to addresses loosens neither itself nor a key that it made. */
function refuseBound({ bounds }: Caller): void {
  if (bounds?.whitelist.restricts !== true) return;
  const why = 'names a list that no credential with an IP whitelist of its own may change';
  throw AccessDenied.explained('id', `${why}; use another, such as a session`);
}
