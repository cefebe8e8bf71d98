import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy, isAdmin } from '../../access/caller.js';
import { refuseWhatOthersMade } from '../../access/makers.js';
import { type Act, actingFor, reaches, reachesOthers } from '../../access/reach.js';
import { refuseAdminScopes, refuseUnknownScopes } from '../../access/scope-rules.js';
import { Settings } from '../../config/settings.js';
import { isUuid, type Page, pageOf, pageRequest } from '../../http/page.js';
import { type CatalogueScope, ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { Conflict, InvalidRequest, NotFound } from '../../protocol/refusal.js';
import { resourceIdentifierFault } from '../../protocol/resource-identifier.js';
import type { ResourceRecord } from './resource.js';
import { ResourcesRepository } from './resources.repository.js';
import {
  type NewResourceBody,
  presentResource,
  type ProtectedResource,
  type ResourceChangeBody,
  type ResourceListQuery,
} from './resources.dto.js';

/**
 * Users register and see their own APIs; admins see all. The scopes of an API give no caller a
 * token, so the caller's own credential need not carry them.
 */
@Injectable()
export class ResourcesService {
  constructor(
    private readonly resources: ResourcesRepository,
    private readonly catalogue: ScopeCatalogue,
    private readonly settings: Settings,
  ) {}

  async create(caller: Caller, body: NewResourceBody): Promise<ProtectedResource> {
    this.refuseIdentifier(body.identifier);
    refuseAdded(await this.catalogue.all(), caller, body.scopes, []);
    const { application_id: applicationId, access_token_typ: accessTokenTyp, ...rest } = body;
    await this.refuseOthersApplication(caller, applicationId);
    const max = isAdmin(caller) ? Infinity : this.settings.resourcesPerMember;
    const created = await this.resources.create(
      { ...rest, applicationId, accessTokenTyp, ownerId: accountOf(caller).id, madeBy: caller.madeBy ?? null },
      max,
      doneBy(caller),
    );
    if (created !== undefined) return presentResource(created, caller);
    throw new Conflict('resources', `you have ${String(max)} already, the most a member may have; delete one first`);
  }

  async list(caller: Caller, { user_id, ...page }: ResourceListQuery): Promise<Page<ProtectedResource>> {
    const ofAll = user_id === undefined && reachesOthers(caller, 'read');
    const owner = ofAll ? undefined : actingFor(caller, user_id, 'read');
    const rows = await this.resources.list(owner, pageRequest(page, isUuid));
    return pageOf(
      rows,
      page.limit,
      (resource) => resource.id,
      (resource) => presentResource(resource, caller),
    );
  }

  async read(caller: Caller, id: string): Promise<ProtectedResource> {
    return presentResource(await this.found(caller, id, 'read'), caller);
  }

  async change(caller: Caller, id: string, body: ResourceChangeBody): Promise<ProtectedResource> {
    const { scopes, identifier, madeBy } = await this.found(caller, id, 'write');
    refuseWhatOthersMade(caller, madeBy);
    if (body.identifier !== undefined && body.identifier !== identifier) this.refuseIdentifier(body.identifier);
    const catalogue = await this.catalogue.all();
    // again with the resource locked: an administrator may have taken one away meanwhile
    const judge = (current: { scopes: readonly string[] }) => {
      refuseAdded(catalogue, caller, body.scopes ?? [], current.scopes);
    };
    judge({ scopes });
    const { application_id: applicationId, access_token_typ: accessTokenTyp, ...rest } = body;
    if (applicationId !== undefined) await this.refuseOthersApplication(caller, applicationId);
    const change = {
      ...rest,
      ...(applicationId !== undefined && { applicationId }),
      ...(accessTokenTyp !== undefined && { accessTokenTyp }),
    };
    const changed = await this.resources.change(id, change, doneBy(caller), judge);
    if (changed === undefined) throw new NotFound('Resource');
    return presentResource(changed, caller);
  }

  async delete(caller: Caller, id: string): Promise<void> {
    // a name that is free again can be registered with other contents, which would be a change
    refuseWhatOthersMade(caller, (await this.found(caller, id, 'write')).madeBy);
    if (!(await this.resources.delete(id, doneBy(caller)))) throw new NotFound('Resource');
  }

  private async found(caller: Caller, id: string, act: Act): Promise<ResourceRecord> {
    const resource = await this.resources.find(id);
    if (resource === undefined || !reaches(caller, resource.ownerId, act)) throw new NotFound('Resource');
    return resource;
  }

  private async refuseOthersApplication(caller: Caller, id: string | null): Promise<void> {
    if (id === null) return;
    const origin = await this.resources.originOfApplication(id);
    if (origin === undefined || !reaches(caller, origin.ownerId, 'write')) {
      throw InvalidRequest.field('application_id', 'is not the id of an application of yours');
    }
    refuseWhatOthersMade(caller, origin.madeBy, 'application_id');
  }

  private refuseIdentifier(identifier: string): void {
    const fault = resourceIdentifierFault(identifier, this.settings.issuer);
    if (fault !== undefined) throw InvalidRequest.field('identifier', fault);
  }
}

function refuseAdded(
  catalogue: ReadonlyMap<string, CatalogueScope>,
  caller: Caller,
  scopes: readonly string[],
  present: readonly string[],
): void {
  const added = scopes.filter((scope) => !present.includes(scope));
  refuseUnknownScopes(catalogue, 'scopes', added);
  refuseAdminScopes(catalogue, caller, added);
}
