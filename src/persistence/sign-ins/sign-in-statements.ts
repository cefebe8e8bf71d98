import { ACCOUNT_COLUMNS } from '../accounts/account-rows.js';
import { AUDIT_COLUMNS, auditPlaceholders } from '../audit/audit-rows.js';
import type { HotStatement } from '../database/database.js';

const SIGN_IN_COLUMNS = `s.id, s.scope, s.audience, s.user_epoch, s.application_epoch, s.authenticated_at, s.amr,
  s.session_id, s.expires_at, s.request`;

/** Whether account and application may both be used from this address. */
function allowed(address: string): string {
  return `(u.networks = '{}' OR ${address} <<= ANY (u.networks)) AND (a.networks = '{}' OR ${address} <<= ANY (a.networks))`;
}

/** Whether the sign-in is good for the resources asked for; without any of its own it is for this server itself. */
function covers(asked: string, own: string): string {
  return `(${asked}::text[] IS NULL OR coalesce(nullif(s.audience, '{}'), ARRAY[${own}::text]) @> ${asked}::text[])`;
}

/** A sign-in lives while its row, its user's epoch and its application's epoch do. */
export const ALIVE = `s.revoked_at IS NULL AND u.disabled_at IS NULL AND u.epoch = s.user_epoch
          AND a.disabled_at IS NULL AND a.epoch = s.application_epoch`;

/** Begins a sign-in, remembers the network it came from, and audits it. */
export const BEGIN: HotStatement = {
  name: 'sign_in_begin',
  text: `WITH begun AS (
           INSERT INTO sign_ins (id, user_id, application_id, session_id, user_epoch, application_epoch, scope, audience,
                                 secret_hash, authenticated_at, amr, ip, last_ip, user_agent, created_at, expires_at,
                                 generation, request, dpop_jkt)
           VALUES ($1, $2::uuid, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::inet, $12::inet, $13, $14::timestamptz, $15, $17, $18, $19)
         ), seen AS (
           INSERT INTO known_networks AS k (user_id, network, last_seen) VALUES ($2::uuid, $16, $14::timestamptz)
           ON CONFLICT (user_id, network) DO UPDATE SET last_seen = excluded.last_seen
           WHERE k.last_seen < excluded.last_seen - interval '1 day'
         )
         INSERT INTO audit_events (${AUDIT_COLUMNS}) VALUES (${auditPlaceholders(20)})`,
};

/** A code becomes a sign-in, in place, and is audited. What the request said must be said again. */
export const REDEEM: HotStatement = {
  name: 'sign_in_redeem',
  text: `WITH redeemed AS (
           UPDATE sign_ins s
              SET generation = 0, secret_hash = $4, expires_at = $6, last_ip = $8::inet, dpop_jkt = $11
             FROM users u, applications a
            WHERE s.id = $1 AND s.generation = -1 AND s.secret_hash = $2 AND s.expires_at > $5
              AND s.application_id = $3 AND a.id = s.application_id AND u.id = s.user_id AND ${ALIVE}
              AND s.request->>'codeChallenge' IS NOT DISTINCT FROM $9::text
              AND (s.request->>'redirectUri' = $7::text OR ($7::text IS NULL
                   AND ($9::text IS NOT NULL OR s.request->>'redirectUriGiven' = 'false')))
              AND (s.request->>'dpopJkt' IS NULL OR s.request->>'dpopJkt' = $10::text)
              AND ${covers('$12', '$13')}
              AND ${allowed('$8::inet')}
        RETURNING ${SIGN_IN_COLUMNS}, ${ACCOUNT_COLUMNS}
         ), audited AS (
           INSERT INTO audit_events (${AUDIT_COLUMNS}) SELECT ${auditPlaceholders(14)} FROM redeemed
         )
         SELECT * FROM redeemed`,
};

/** What a refresh does to the one row, by primary key, no indexed column changed. */
function refresh(act: string): string {
  return `UPDATE sign_ins s
            SET ${act} expires_at = $5, last_ip = $8::inet
           FROM users u, applications a
          WHERE s.id = $1 AND s.generation = $2 AND s.secret_hash = $3 AND s.expires_at > $4
            AND s.application_id = $6 AND a.id = s.application_id AND u.id = s.user_id AND ${ALIVE}
            AND ($7::text[] IS NULL OR string_to_array(s.scope, ' ') @> $7::text[])
            AND (s.dpop_jkt IS NULL OR s.dpop_jkt = $9::text)
            AND ${covers('$10', '$11')}
            AND ${allowed('$8::inet')}
      RETURNING ${SIGN_IN_COLUMNS}, ${ACCOUNT_COLUMNS}`;
}

/** The rotation in place. */
export const ROTATE: HotStatement = {
  name: 'sign_in_rotate',
  text: refresh(`generation = s.generation + 1, previous_hash = s.secret_hash, secret_hash = $12,
                sealed_successor = $13, rotated_at = $4,`),
};

/** A refresh that leaves the refresh token as it is. */
export const EXTEND: HotStatement = { name: 'sign_in_extend', text: refresh('') };

/** Everything that decides about a token that did not rotate. Locks the row: what is decided here holds. */
export const EXAMINE = `SELECT ${SIGN_IN_COLUMNS}, ${ACCOUNT_COLUMNS}, s.application_id, a.client_id, s.generation,
                s.secret_hash, s.previous_hash, s.sealed_successor, s.rotated_at, s.dpop_jkt, host(s.last_ip) AS last_ip,
                a.access_token_ttl, (${ALIVE}) AS alive,
                (${allowed('$2::text::inet')}) AS allowed
           FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id
          WHERE s.id = $1::text::uuid FOR UPDATE OF s`;

/** Ends a sign-in, tells every node, and audits it, all at once. */
export const REVOKE: HotStatement = {
  name: 'sign_in_revoke',
  text: `WITH revoked AS (
           UPDATE sign_ins SET revoked_at = $2
            WHERE id = $1 AND revoked_at IS NULL AND ($3::uuid IS NULL OR application_id = $3::uuid)
        RETURNING id
         ), told AS (
           INSERT INTO change_feed (kind, subject, until) SELECT 'sign-in', id::text, $4 FROM revoked
         ), audited AS (
           INSERT INTO audit_events (${AUDIT_COLUMNS}) SELECT ${auditPlaceholders(5)} FROM revoked
         )
         SELECT id FROM revoked`,
};

export const FIND_LIVE: HotStatement = {
  name: 'sign_in_find_live',
  text: `SELECT ${SIGN_IN_COLUMNS}, ${ACCOUNT_COLUMNS}, s.application_id, coalesce(s.rotated_at, s.created_at) AS issued_at
           FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id
          WHERE s.id = $1 AND s.generation = $2 AND s.secret_hash = $3 AND s.expires_at > $4 AND ${ALIVE}`,
};
