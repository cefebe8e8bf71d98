import type { Registered } from '../../protocol/registration.js';

/** What an application says of itself: column and type of each field. */
const DESCRIBED = {
  name: ['name', 'text'],
  grantTypes: ['grant_types', 'text[]'],
  scopes: ['scopes', 'text[]'],
  redirectUris: ['redirect_uris', 'text[]'],
  postLogoutRedirectUris: ['post_logout_redirect_uris', 'text[]'],
  tokenEndpointAuthMethod: ['token_endpoint_auth_method', 'text'],
  metadata: ['metadata', 'jsonb'],
} as const satisfies Record<keyof Registered, readonly [column: string, type: string]>;

/** An application that registered itself or is described by a document. */
export interface RegisteredColumns extends Registered {
  id: string;
  clientId: string;
  type: 'confidential' | 'public';
  registered: 'open' | 'token' | 'document';
  /** Hexadecimal; null: there is no registration access token. */
  tokenHash: string | null;
  /** When the document that describes it was read. */
  documentReadAt?: Date | undefined;
}

/** One JSON document, which the statement takes apart. */
export function columnsOf(client: RegisteredColumns, now: Date): string {
  const fields = Object.entries(DESCRIBED) as [keyof Registered, readonly [string, string]][];
  return JSON.stringify({
    ...Object.fromEntries(fields.map(([field, [column]]) => [column, client[field]])),
    id: client.id,
    client_id: client.clientId,
    type: client.type,
    registered: client.registered,
    token_hash: client.tokenHash,
    document_read_at: client.documentReadAt,
    now,
  });
}

/** What was written, over what; null: over nothing. */
export interface KeptRow {
  id: string;
  before: Pick<Registered, 'redirectUris' | 'grantTypes' | 'metadata'> | null;
}

const COLUMNS = Object.values(DESCRIBED).map(([column]) => column);

/**
 * Stores the metadata of an application, new or changed. Nothing else of a row that is there changes: no owner, no epoch, and
 * not whether it may ask people for scopes of any API, which ends when an administrator sets its scopes; but an administrator's word was about what it said before. The type is fixed at a registration, and what a document says
 * now otherwise. Answers the row's id when something was written, and what it was before; null: it is new.
 */
export const KEEP = `
  WITH before AS MATERIALIZED (
    SELECT redirect_uris AS "redirectUris", grant_types AS "grantTypes", metadata FROM applications
     WHERE client_id = $1::text::jsonb->>'client_id' FOR NO KEY UPDATE
  )
  INSERT INTO applications (id, client_id, type, ${COLUMNS.join(', ')}, default_scopes, asks_any_api, registered,
                            registration_token_hash, document_read_at, created_at, updated_at)
  SELECT r.id, r.client_id, r.type::"ApplicationType", ${COLUMNS.map((name) => `r.${name}`).join(', ')}, '{}', true, r.registered,
         decode(r.token_hash, 'hex'), r.document_read_at, r.now, r.now
    FROM jsonb_to_record($1::text::jsonb) AS r(id uuid, client_id text, type text, registered text, token_hash text,
         document_read_at timestamptz, now timestamptz,
         ${Object.values(DESCRIBED)
           .map((column) => column.join(' '))
           .join(', ')})
         LEFT JOIN before ON true
  ON CONFLICT (client_id) DO UPDATE
     SET ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}, type = excluded.type, confirmed = false,
         document_read_at = excluded.document_read_at, updated_at = excluded.updated_at
   WHERE (applications.registered = 'document' OR applications.registered IS NOT NULL AND applications.type = excluded.type)
     AND (${COLUMNS.map((name) => `applications.${name}`).join(', ')})
         IS DISTINCT FROM (${COLUMNS.map((name) => `excluded.${name}`).join(', ')})
  RETURNING id::text, (SELECT to_jsonb(b) FROM before b) AS before`;
