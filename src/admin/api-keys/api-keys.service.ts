import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { accountOf, type Caller, doneBy, refuseScopesBeyond } from '../../access/caller.js';
import { refuseWhatOthersMade } from '../../access/makers.js';
import { type Act, actingFor, reaches } from '../../access/reach.js';
import { refuseAdminScopes, refuseUnknownScopes } from '../../access/scope-rules.js';
import { Clock } from '../../clock/clock.js';
import { type Page, pageOf, pageRequest } from '../../http/page.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { CarriedScopes } from '../../oauth/tokens/carried-scopes.js';
import { AccessDenied, Conflict, InvalidRequest, NotFound } from '../../protocol/refusal.js';
import { randomBase62 } from '../../secrets/base62.js';
import { sha256 } from '../../secrets/secrets.js';
import type { ApiKeyRecord } from './api-key.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import {
  type ApiKeyChangeBody,
  type ApiKeyListQuery,
  type ApiKeyResource,
  isApiKeyId,
  type NewApiKeyBody,
  type NewApiKeyResource,
  presentApiKey,
} from './api-keys.dto.js';
import { boundsWithin } from './key-bounds.js';

const PREFIX = 'sk_live_';
const MAX_LIVE_KEYS = 100;

/** Everyone has API keys of their own; admins see and revoke anyone's. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly catalogue: ScopeCatalogue,
    private readonly carried: CarriedScopes,
    private readonly clock: Clock,
  ) {}

  async create(caller: Caller, body: NewApiKeyBody): Promise<NewApiKeyResource> {
    const { name, scopes } = body;
    const userId = accountOf(caller).id;
    const madeBy = caller.madeBy ?? null;
    const catalogue = await this.catalogue.all();
    refuseUnknownScopes(catalogue, 'scopes', scopes);
    refuseAdminScopes(catalogue, caller, scopes);
    refuseScopesBeyond(caller, scopes);
    await this.refuseLostScopes(caller, { scopes, madeBy });
    if (body.expires_at !== null && body.expires_at <= this.clock.now()) {
      throw InvalidRequest.field('expires_at', 'must be in the future');
    }
    const bounds = boundsFor(caller, body);
    const key = `${PREFIX}${randomBase62()}`;
    const id = `key_${uuidv7().replaceAll('-', '')}`;
    const kept = { id, userId, name, scopes, ...bounds, hash: sha256(key), hint: key.slice(-4), madeBy };
    const created = await this.keys.create(kept, MAX_LIVE_KEYS, doneBy(caller));
    if (created === undefined) {
      throw new Conflict('api_keys', `there are ${String(MAX_LIVE_KEYS)} live ones already; revoke one first`);
    }
    return inDocumentedOrder(presentApiKey(created, caller), key);
  }

  async list(caller: Caller, { user_id, ...page }: ApiKeyListQuery): Promise<Page<ApiKeyResource>> {
    const rows = await this.keys.list(actingFor(caller, user_id, 'read'), pageRequest(page, isApiKeyId));
    return pageOf(
      rows,
      page.limit,
      (key) => key.id,
      (key) => presentApiKey(key, caller),
    );
  }

  async read(caller: Caller, id: string): Promise<ApiKeyResource> {
    return presentApiKey(await this.found(caller, id, 'read'), caller);
  }

  async rename(caller: Caller, id: string, { name }: ApiKeyChangeBody): Promise<ApiKeyResource> {
    const { madeBy } = await this.found(caller, id, 'write');
    refuseWhatOthersMade(caller, madeBy);
    const renamed = await this.keys.rename(id, name, doneBy(caller));
    if (renamed === undefined) throw new NotFound('API key');
    return presentApiKey(renamed, caller);
  }

  async revoke(caller: Caller, id: string): Promise<void> {
    await this.found(caller, id, 'write');
    if (!(await this.keys.revoke(id, doneBy(caller)))) throw new NotFound('API key');
  }

  /** The application that made the one which calls may hold less than that: the key would not carry the rest. */
  private async refuseLostScopes(caller: Caller, made: { scopes: readonly string[]; madeBy: string | null }) {
    const carried = await this.carried.ofKey(made, accountOf(caller));
    const lost = made.scopes.find((scope) => !carried.has(scope));
    if (lost === undefined) return;
    const why = `the application that stands behind the caller does not have ${lost}`;
    throw AccessDenied.explained('scopes', `${why}; make the key in the console, or give that application the scope`);
  }

  private async found(caller: Caller, id: string, act: Act): Promise<ApiKeyRecord> {
    const key = await this.keys.find(id);
    if (key === undefined || !reaches(caller, key.userId, act)) throw new NotFound('API key');
    return key;
  }
}

/** No credential makes a wider one. */
function boundsFor({ bounds }: Caller, { expires_at: expiresAt, ip_whitelist: entries }: NewApiKeyBody) {
  const ipWhitelist = entries.map(({ cidr, note }) => ({ cidr: cidr.toString(), note }));
  const asked = { expiresAt, ipWhitelist };
  return bounds === undefined ? asked : boundsWithin(bounds, asked);
}

/** `{"id","name","key","scopes","created_at"}` first, as people read it in the documentation. */
function inDocumentedOrder({ id, name, ...rest }: ApiKeyResource, key: string): NewApiKeyResource {
  return { id, name, key, ...rest };
}
