import { ACCOUNT_COLUMNS } from '../accounts/account-rows.js';
import { AUDIT_COLUMNS, auditing } from '../audit/audit-rows.js';
import type { HotStatement } from '../database/database.js';

export const SIGN_IN_COLUMNS = `s.id, s.scope, s.audience, s.user_epoch, s.application_epoch, s.authenticated_at, s.amr,
  s.session_id, s.expires_at, s.request`;

/** Whether account and application may both be used from this address. */
export function allowed(address: string): string {
  return `(u.networks = '{}' OR ${address} <<= ANY (u.networks)) AND (a.networks = '{}' OR ${address} <<= ANY (a.networks))`;
}

/** A list that came as one text, its members apart by spaces: neither scopes nor resources nor methods have any. */
function listOf(column: string): string {
  return `string_to_array(${column}, ' ')`;
}

/** Whether the sign-in is good for the resources asked for: `grantedResources`, in SQL. */
export const COVERED = `(r.resources IS NULL OR s.audience @> ${listOf('r.resources')}
              OR ((s.audience = '{}' OR s.audience && ${listOf('r.own_resources')})
                  AND s.audience || ${listOf('r.own_resources')} @> ${listOf('r.resources')}))`;

/**
 * Nothing has ended what the sign-in was born under: its user's epoch and its application's. Who changes their password takes
 * the sign-in that they keep along to the new epoch; a statement that waited for that sees its row with the new one, and the user's
 * with the former.
 */
const OF_EPOCHS = `u.disabled_at IS NULL AND u.epoch <= s.user_epoch
          AND a.disabled_at IS NULL AND a.epoch = s.application_epoch`;

/** A sign-in lives while its row, its user's epoch and its application's epoch do. */
export const ALIVE = `s.revoked_at IS NULL AND ${OF_EPOCHS}`;

/** No one has ended it but its application, which gave its tokens back. */
export const NOT_TURNED_OUT = `(s.revoked_at IS NULL OR s.given_up) AND ${OF_EPOCHS}`;

/**
 * The consent that a sign-in was made on is there still, and of the account's present `keys_epoch`; operators' own
 * applications need none.
 */
export const CONSENTED = `(a.first_party OR EXISTS (SELECT FROM consents c WHERE c.user_id = s.user_id
                AND c.application_id = s.application_id AND c.keys_epoch = u.keys_epoch))`;

/** A code holds no longer than the session and the consent that it was issued on. */
const STANDS = `(s.session_id IS NULL OR EXISTS (SELECT FROM sessions b WHERE b.id = s.session_id AND b.revoked_at IS NULL))
              AND ${CONSENTED}`;

/** The requested scopes were granted, except those that the first request was refused; at least one was granted. */
export const IN_SCOPE = `(${listOf("concat_ws(' ', s.scope, s.left_out)")} @> ${listOf('r.scope')}
              AND ${listOf('s.scope')} && ${listOf('r.scope')})`;

/**
 * The sign-in is of the application that asks. Said so that no index can serve it: a row is found by its id, also
 * where the planner knows too little of the table to see that an application has more sign-ins than one.
 */
export const OWN = `(s.application_id = r.application_id) IS TRUE AND a.id = r.application_id`;

/**
 * Begins a sign-in, records its network, uses up its device code, and audits it, unless its session or consent has ended or
 * another has its device code. A caller that ends a session, takes a consent back or denies a device writes those rows, and waits
 * for the sign-ins that hold them.
 */
export const BEGIN = {
  name: 'sign_in_begin',
  columns: {
    id: 'uuid',
    user_id: 'uuid',
    application_id: 'uuid',
    session_id: 'uuid',
    user_epoch: 'int',
    application_epoch: 'int',
    scope: 'text',
    audience: 'text',
    secret_hash: 'bytea',
    authenticated_at: 'timestamptz',
    amr: 'text',
    ip: 'inet',
    network: 'text',
    user_agent: 'text',
    now: 'timestamptz',
    expires_at: 'timestamptz',
    generation: 'int',
    request: 'jsonb',
    dpop_jkt: 'text',
    certificate_thumbprint: 'text',
    consented: 'boolean',
    left_out: 'text',
    device_id: 'uuid',
    ...AUDIT_COLUMNS,
  },
  // the sessions, consents, devices and networks of a person
  locks: 'user_id',
  text: `, session AS MATERIALIZED (
           SELECT s.id FROM sessions s
            WHERE s.id IN (SELECT session_id FROM r) AND s.revoked_at IS NULL ORDER BY s.id FOR NO KEY UPDATE
         ), consent AS MATERIALIZED (
           SELECT c.user_id, c.application_id FROM consents c JOIN users u ON u.id = c.user_id AND u.keys_epoch = c.keys_epoch
            WHERE (c.user_id, c.application_id) IN (SELECT user_id, application_id FROM r WHERE consented)
            ORDER BY c.user_id, c.application_id FOR NO KEY UPDATE OF c
         ), device AS MATERIALIZED (
           SELECT d.id FROM device_codes d
            WHERE d.id IN (SELECT device_id FROM r) AND d.decision = 'allow' AND d.redeemed_at IS NULL
            ORDER BY d.id FOR NO KEY UPDATE
         ), begun AS (
           INSERT INTO sign_ins (id, user_id, application_id, session_id, user_epoch, application_epoch, scope, audience,
                                 secret_hash, authenticated_at, amr, ip, last_ip, user_agent, created_at, expires_at,
                                 generation, request, dpop_jkt, certificate_thumbprint, left_out)
           SELECT id, user_id, application_id, session_id, user_epoch, application_epoch, scope, ${listOf('audience')},
                  secret_hash, authenticated_at, ${listOf('amr')}, ip, ip, user_agent, now, expires_at,
                  generation, request, dpop_jkt, certificate_thumbprint, left_out
             FROM r
            WHERE (session_id IS NULL OR session_id IN (SELECT id FROM session))
              AND (NOT consented OR (user_id, application_id) IN (SELECT user_id, application_id FROM consent))
              AND (device_id IS NULL OR device_id IN (SELECT id FROM device)
                   AND NOT EXISTS (SELECT FROM r o WHERE o.device_id = r.device_id AND o.caller < r.caller))
        RETURNING id
         ), redeemed AS (
           UPDATE device_codes d SET redeemed_at = r.now FROM r JOIN begun USING (id) WHERE d.id = r.device_id
         ), seen AS (
           INSERT INTO known_networks AS k (user_id, network, last_seen)
           SELECT DISTINCT ON (user_id, network) user_id, network, now FROM r JOIN begun USING (id) ORDER BY user_id, network
           ON CONFLICT (user_id, network) DO UPDATE SET last_seen = excluded.last_seen
           WHERE k.last_seen < excluded.last_seen - interval '1 day'
         ), audited AS (
           ${auditing('r JOIN begun USING (id)')}
         )
         SELECT r.caller::int FROM r JOIN begun USING (id)`,
} as const;

/** A code becomes a sign-in, in place, and is audited. What the request said must be said again. */
export const REDEEM = {
  name: 'sign_in_redeem',
  columns: {
    id: 'uuid',
    code_hash: 'bytea',
    application_id: 'uuid',
    refresh_hash: 'bytea',
    now: 'timestamptz',
    expires_at: 'timestamptz',
    redirect_uri: 'text',
    ip: 'inet',
    code_challenge: 'text',
    shown_jkt: 'text',
    dpop_jkt: 'text',
    certificate_thumbprint: 'text',
    resources: 'text',
    own_resources: 'text',
    ...AUDIT_COLUMNS,
  },
  locks: 'id',
  text: `, redeemed AS (
           UPDATE sign_ins s
              SET generation = 0, secret_hash = r.refresh_hash, expires_at = r.expires_at, last_ip = r.ip,
                  dpop_jkt = r.dpop_jkt, certificate_thumbprint = r.certificate_thumbprint
             FROM r, users u, applications a
            WHERE s.id = r.id AND s.generation = -1 AND s.secret_hash = r.code_hash AND s.expires_at > r.now
              AND ${OWN} AND u.id = s.user_id AND ${ALIVE} AND ${STANDS}
              AND s.request->>'codeChallenge' IS NOT DISTINCT FROM r.code_challenge
              AND (s.request->>'redirectUri' = r.redirect_uri OR (r.redirect_uri IS NULL
                   AND (r.code_challenge IS NOT NULL OR s.request->>'redirectUriGiven' = 'false')))
              AND (s.request->>'dpopJkt' IS NULL OR s.request->>'dpopJkt' = r.shown_jkt)
              AND ${COVERED} AND ${allowed('r.ip')}
        RETURNING r.caller::int, ${SIGN_IN_COLUMNS}, ${ACCOUNT_COLUMNS}
         ), audited AS (
           ${auditing('redeemed JOIN r USING (caller)')}
         )
         SELECT * FROM redeemed`,
} as const;

/** The state that decides about a token that did not rotate. Locks the row, so that the decision is final. */
export const EXAMINE = `SELECT ${SIGN_IN_COLUMNS}, ${ACCOUNT_COLUMNS}, s.application_id, a.client_id, s.generation,
                s.secret_hash, s.previous_hash, s.sealed_successor, s.rotated_at, s.dpop_jkt,
                s.certificate_thumbprint, s.left_out, host(s.last_ip) AS last_ip,
                a.access_token_ttl, (${ALIVE}) AS alive, (${STANDS}) AS stands,
                (${allowed('$2::text::inet')}) AS allowed
           FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id
          WHERE s.id = $1::text::uuid FOR UPDATE OF s`;

/** Ends a sign-in, tells every node, and audits it, all at once. Where it names an application, that gives it up. */
export const REVOKE = {
  name: 'sign_in_revoke',
  columns: { id: 'uuid', now: 'timestamptz', application_id: 'uuid', until: 'timestamptz', ...AUDIT_COLUMNS },
  locks: 'id',
  text: `, revoked AS (
           UPDATE sign_ins s SET revoked_at = r.now, given_up = r.application_id IS NOT NULL
             FROM r
            WHERE s.id = r.id AND s.revoked_at IS NULL
              AND (r.application_id IS NULL OR s.application_id = r.application_id)
        RETURNING r.caller::int
         ), told AS (
           INSERT INTO change_feed (kind, subject, until)
           SELECT 'sign-in', r.id::text, r.until FROM revoked JOIN r USING (caller)
         ), audited AS (
           ${auditing('revoked JOIN r USING (caller)')}
         )
         SELECT caller FROM revoked`,
} as const;

export const FIND_LIVE: HotStatement = {
  name: 'sign_in_find_live',
  text: `SELECT ${SIGN_IN_COLUMNS}, ${ACCOUNT_COLUMNS}, s.application_id, coalesce(s.rotated_at, s.created_at) AS issued_at
           FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id
          WHERE s.id = $1 AND s.generation = $2 AND s.secret_hash = $3 AND s.expires_at > $4 AND ${ALIVE}`,
};
