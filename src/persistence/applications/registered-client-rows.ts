import type { Registration } from '../../protocol/registration.js';

/** What an application that came here by itself is, as one JSON document that the statement takes apart. */
export interface RegisteredColumns extends Omit<Registration, 'scope'> {
  id: string;
  clientId: string;
  type: 'confidential' | 'public';
  scopes: string[];
  registered: 'open' | 'token' | 'document';
  /** Hexadecimal; null: there is no registration access token. */
  tokenHash: string | null;
}

export function columnsOf(client: RegisteredColumns, now: Date): string {
  return JSON.stringify({
    id: client.id,
    client_id: client.clientId,
    name: client.name,
    type: client.type,
    grant_types: client.grantTypes,
    scopes: client.scopes,
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    token_endpoint_auth_method: client.tokenEndpointAuthMethod,
    metadata: client.metadata,
    registered: client.registered,
    token_hash: client.tokenHash,
    now,
  });
}

const DESCRIBED = [
  'name',
  'grant_types',
  'scopes',
  'redirect_uris',
  'post_logout_redirect_uris',
  'token_endpoint_auth_method',
  'metadata',
];

/**
 * Stores the metadata of an application, new or changed. Nothing else of a row that is
 * there changes: no type, no owner, no epoch; but an administrator's word was about what it said before. Answers the row's id when something was written.
 */
export const KEEP = `
  INSERT INTO applications (id, client_id, type, ${DESCRIBED.join(', ')}, default_scopes, registered, registration_token_hash,
                            created_at, updated_at)
  SELECT r.id, r.client_id, r.type::"ApplicationType", ${DESCRIBED.map((name) => `r.${name}`).join(', ')}, '{}', r.registered,
         decode(r.token_hash, 'hex'), r.now, r.now
    FROM jsonb_to_record($1::text::jsonb) AS r(id uuid, client_id text, name text, type text, grant_types text[], scopes text[],
         redirect_uris text[], post_logout_redirect_uris text[], token_endpoint_auth_method text, metadata jsonb,
         registered text, token_hash text, now timestamptz)
  ON CONFLICT (client_id) DO UPDATE
     SET ${DESCRIBED.map((name) => `${name} = excluded.${name}`).join(', ')}, confirmed = false, updated_at = excluded.updated_at
   WHERE applications.registered IS NOT NULL AND applications.type = excluded.type
     AND (${DESCRIBED.map((name) => `applications.${name}`).join(', ')})
         IS DISTINCT FROM (${DESCRIBED.map((name) => `excluded.${name}`).join(', ')})
  RETURNING id::text`;
