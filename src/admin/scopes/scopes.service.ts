import { Injectable } from '@nestjs/common';
import { type Caller, doneBy } from '../../access/caller.js';
import { refuseNarrowAdmin } from '../../access/scope-rules.js';
import { type Page, pageOf, pageRequest, type PageQuery } from '../../http/page.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { Conflict, NotFound } from '../../protocol/refusal.js';
import { isScopeToken } from '../../protocol/scope.js';
import type { ScopeUses } from './scope.js';
import { ScopesRepository } from './scopes.repository.js';
import { type NewScopeBody, presentScope, type ScopeChangeBody, type ScopeResource } from './scopes.dto.js';

/** The catalogue of scopes: any caller may read it; the guard has checked that only admins change it. */
@Injectable()
export class ScopesService {
  constructor(
    private readonly scopes: ScopesRepository,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  async create(caller: Caller, { name, description, admin_only }: NewScopeBody): Promise<ScopeResource> {
    return presentScope(await this.scopes.create({ name, description, adminOnly: admin_only }, doneBy(caller)));
  }

  async list(query: PageQuery): Promise<Page<ScopeResource>> {
    const rows = await this.scopes.list(pageRequest(query, isScopeToken));
    return pageOf(rows, query.limit, (scope) => scope.name, presentScope);
  }

  async read(name: string): Promise<ScopeResource> {
    const scope = await this.scopes.find(name);
    if (scope === undefined) throw new NotFound('Scope');
    return presentScope(scope);
  }

  async change(caller: Caller, name: string, { description, admin_only }: ScopeChangeBody): Promise<ScopeResource> {
    const { built_in, admin_only: present, description: words } = await this.read(name);
    if (built_in && admin_only !== undefined && admin_only !== present) {
      throw new Conflict('admin_only', 'is fixed for the scopes that this server ships');
    }
    if (present && admin_only === false) await this.refuseNarrow(caller, 'admin_only');
    if (built_in && description !== undefined && description !== words) await this.refuseNarrow(caller, 'description');
    const changed = await this.scopes.change(name, { description, adminOnly: admin_only }, doneBy(caller));
    if (changed === undefined) throw new NotFound('Scope');
    return presentScope(changed);
  }

  async delete(caller: Caller, name: string): Promise<void> {
    if ((await this.read(name)).admin_only) await this.refuseNarrow(caller, 'name');
    const deletion = await this.scopes.delete(name, doneBy(caller));
    switch (deletion.outcome) {
      case 'deleted':
        return;
      case 'unknown':
        throw new NotFound('Scope');
      case 'built-in':
        throw new Conflict('name', 'is shipped with this server and cannot be deleted');
      case 'in-use':
        throw new Conflict('name', `is in use: ${usesOf(deletion)}; take it from them first`);
    }
  }

  /**
   * A scope that is no longer reserved for admins opens what it guards to all callers; and with other
   * words for a scope of this server, its consent pages ask for one thing and give another.
   */
  private async refuseNarrow(caller: Caller, field: string): Promise<void> {
    refuseNarrowAdmin(await this.catalogue.all(), caller, field);
  }
}

function usesOf({ applications, apiKeys, resources }: ScopeUses): string {
  return `${String(applications)} applications, ${String(apiKeys)} API keys, ${String(resources)} resources`;
}
