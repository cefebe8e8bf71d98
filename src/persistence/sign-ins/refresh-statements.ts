import { MAX_ACCESS_TOKEN_TTL } from '../../oauth/tokens/lifetimes.js';
import { ACCOUNT_COLUMNS } from '../accounts/account-rows.js';
import { ALIVE, allowed, COVERED, IN_SCOPE, OWN, SIGN_IN_COLUMNS } from './sign-in-statements.js';

const REFRESH_COLUMNS = {
  id: 'uuid',
  generation: 'int',
  hash: 'bytea',
  now: 'timestamptz',
  expires_at: 'timestamptz',
  application_id: 'uuid',
  scope: 'text',
  ip: 'inet',
  shown_jkt: 'text',
  shown_certificate: 'text',
  resources: 'text',
  own_resources: 'text',
} as const;

/**
 * Until when a sign-in lasts that is used now. Its lifetimes may be shorter than they were: access tokens of before are still good
 * for a day at most, and who ends sign-ins must find it until then.
 */
function lasting(expiresAt: string, now: string): string {
  return `greatest(${expiresAt}, least(s.expires_at, ${now} + interval '${String(MAX_ACCESS_TOKEN_TTL)} seconds'))`;
}

/** What a refresh does to the one row, by primary key, no indexed column changed. */
function refresh(act: string): string {
  return ` UPDATE sign_ins s
            SET ${act} expires_at = ${lasting('r.expires_at', 'r.now')}, last_ip = r.ip
           FROM r, users u, applications a
          WHERE s.id = r.id AND s.generation = r.generation AND s.secret_hash = r.hash AND s.expires_at > r.now
            AND ${OWN} AND u.id = s.user_id AND ${ALIVE}
            AND (r.scope IS NULL OR ${IN_SCOPE})
            AND (s.dpop_jkt IS NULL OR s.dpop_jkt = r.shown_jkt)
            AND (s.certificate_thumbprint IS NULL OR s.certificate_thumbprint = r.shown_certificate)
            AND ${COVERED} AND ${allowed('r.ip')}
      RETURNING r.caller::int, ${SIGN_IN_COLUMNS}, ${ACCOUNT_COLUMNS}`;
}

/** The rotation in place. */
export const ROTATE = {
  name: 'sign_in_rotate',
  columns: { ...REFRESH_COLUMNS, next_hash: 'bytea', sealed_next: 'bytea' },
  locks: 'id',
  text: refresh(`generation = s.generation + 1, previous_hash = s.secret_hash, secret_hash = r.next_hash,
                sealed_successor = r.sealed_next, rotated_at = r.now,`),
} as const;

/** A refresh that leaves the refresh token as it is. */
export const EXTEND = {
  name: 'sign_in_extend',
  columns: REFRESH_COLUMNS,
  locks: 'id',
  text: refresh(''),
} as const;

/** A client that never takes its successor up is still a client in use. $1: the sign-in; $2: its new end; $3: now. */
export const PROLONG = `UPDATE sign_ins s SET expires_at = ${lasting('$2::timestamptz', '$3::timestamptz')}
  WHERE s.id = $1::text::uuid
  RETURNING s.expires_at`;
