import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ClientMetadata } from '../../src/protocol/client-metadata.js';
import type { TestDatabase } from './database.js';

export interface ApplicationRow {
  clientId?: string;
  /** Null: a public application without a secret. */
  secret?: string | null;
  name?: string;
  type?: 'confidential' | 'public';
  ownerId?: string | null;
  grantTypes?: string[];
  scopes?: string[];
  defaultScopes?: string[];
  redirectUris?: string[];
  postLogoutRedirectUris?: string[];
  authMethod?: string;
  accessTokenTtl?: number | null;
  refreshTokenTtl?: number | null;
  refreshReuse?: number | null;
  firstParty?: boolean;
  exchangeTargets?: string[];
  /** In the words of RFC 7591. */
  metadata?: ClientMetadata;
}

export interface OAuthClient {
  id: string;
  clientId: string;
  clientSecret: string;
}

const ITEMS_AND_SPACES = ['public', 'read_items', 'write_items', 'read_spaces', 'write_spaces'];

/**
 * Puts an application straight into the database, for what the REST API would not make: odd ids and secrets,
 * settings out of the ordinary. Not for rows the server has looked for already: it remembers absence.
 */
export async function addApplication(database: TestDatabase, row: ApplicationRow = {}): Promise<OAuthClient> {
  const { type = 'confidential', scopes = ITEMS_AND_SPACES } = row;
  const id = randomUUID();
  const clientId = row.clientId ?? randomBytes(16).toString('base64url');
  const secret = row.secret === undefined ? randomBytes(32).toString('base64url') : row.secret;
  await database.query(
    `INSERT INTO applications (id, client_id, name, type, owner_id, grant_types, scopes, default_scopes, redirect_uris,
                               token_endpoint_auth_method, access_token_ttl, refresh_token_ttl, refresh_reuse, updated_at,
                               post_logout_redirect_uris, first_party, metadata, exchange_targets)
     VALUES ($1, $2, $3, $4::"ApplicationType", $5, $6, $7, $8, $9, $10, $11, $12, $13, now(), $14, $15, $16, $17)`,
    [
      id,
      clientId,
      row.name ?? 'An application',
      type,
      row.ownerId ?? null,
      row.grantTypes ?? ['password', 'refresh_token', 'client_credentials', 'authorization_code'],
      scopes,
      row.defaultScopes ?? [],
      row.redirectUris ?? [],
      row.authMethod ?? (secret === null ? 'none' : 'client_secret_basic'),
      row.accessTokenTtl === undefined ? 7200 : row.accessTokenTtl,
      row.refreshTokenTtl ?? null,
      row.refreshReuse ?? null,
      row.postLogoutRedirectUris ?? [],
      row.firstParty ?? false,
      row.metadata ?? {},
      row.exchangeTargets ?? [],
    ],
  );
  if (secret !== null) {
    await database.query(
      'INSERT INTO application_secrets (id, application_id, secret_hash, hint) VALUES ($1, $2, $3, $4)',
      [randomUUID(), id, createHash('sha256').update(secret).digest(), secret.slice(-4)],
    );
  }
  return { id, clientId, clientSecret: secret ?? '' };
}
