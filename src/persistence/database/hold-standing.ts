import { InvalidToken } from '../../protocol/refusal.js';
import { accountsOf, type Standing } from '../../protocol/standing.js';
import type { RawTransaction } from './database.js';

/** Accounts that a write locks beside its caller's, before anything else. */
export interface AlsoLocked {
  /** The account that is changed or ended. */
  userId?: string;
  /** All administrators who can sign in: for what could take one of them away. */
  admins?: boolean;
}

/** In one statement and one order, so that no two writes wait for each other. Sign-ins, which share-lock rows, do not wait. */
const LOCK_ACCOUNTS = `SELECT 1 FROM users
  WHERE id = ANY($1::text[]::uuid[]) OR ($2::boolean AND role = 'admin' AND disabled_at IS NULL)
  ORDER BY id FOR NO KEY UPDATE`;

const SESSION = `SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.id = $1::text::uuid AND s.secret_hash = $2::bytea AND s.revoked_at IS NULL
    AND u.disabled_at IS NULL AND u.epoch = s.user_epoch
    FOR SHARE OF s`;

const API_KEY = `SELECT 1 FROM api_keys k JOIN users u ON u.id = k.user_id
  WHERE k.id = $1::text AND k.revoked_at IS NULL AND u.disabled_at IS NULL AND k.keys_epoch = u.keys_epoch
    FOR SHARE OF k`;

const SIGN_IN = `SELECT 1 FROM sign_ins s JOIN users u ON u.id = s.user_id
  WHERE s.id = $1::text::uuid AND s.revoked_at IS NULL AND u.disabled_at IS NULL AND u.epoch = s.user_epoch
    FOR SHARE OF s`;

const APPLICATIONS = `SELECT a.client_id FROM applications a
  WHERE a.client_id = ANY($1::text[]) AND a.disabled_at IS NULL
    AND a.epoch <= ALL (SELECT l.epoch FROM unnest($1::text[], $2::int[]) AS l (client_id, epoch) WHERE l.client_id = a.client_id)
  ORDER BY a.id FOR SHARE OF a`;

const REVOKED_TOKENS = `SELECT 1 FROM change_feed WHERE kind = 'token' AND subject = ANY($1::text[])`;

/** The account of an application that acts for itself: its token has no epoch that ends with another role. $2: the role. */
const OWNER = `SELECT 1 FROM users
  WHERE id = $1::text::uuid AND disabled_at IS NULL AND (role = 'admin' OR $2::text = 'member')`;

/** The owner of a service that acts for the account. */
const ENABLED = `SELECT 1 FROM users WHERE id = $1::text::uuid AND disabled_at IS NULL`;

const REGISTRATION = `SELECT 1 FROM applications
  WHERE client_id = $1::text AND registration_token_hash = $2::bytea AND disabled_at IS NULL FOR NO KEY UPDATE`;

/**
 * Holds what a caller's right to write stands on until the transaction ends. The account's row is locked first, as
 * everything that ends an account locks it: of a write and an ending one waits for the other.
 * @throws InvalidToken when any of it has ended
 */
export async function holdStanding(tx: RawTransaction, standing: Standing, also: AlsoLocked): Promise<void> {
  const ids = [...new Set([...accountsOf(standing), also.userId])].filter((id) => id !== undefined);
  if (ids.length > 0 || also.admins === true) await tx.$queryRawUnsafe(LOCK_ACCOUNTS, ids, also.admins === true);
  if (await holds(tx, standing)) return;
  throw new InvalidToken('the caller was ended meanwhile', { userId: standing.accountId ?? undefined });
}

async function holds(tx: RawTransaction, standing: Standing): Promise<boolean> {
  const found = async (text: string, ...values: unknown[]) =>
    (await tx.$queryRawUnsafe<unknown[]>(text, ...values)).length;
  switch (standing.kind) {
    case 'unconditional':
      return true;
    case 'session':
      return (await found(SESSION, standing.id, Uint8Array.from(standing.secretHash))) > 0;
    case 'api-key':
      return (await found(API_KEY, standing.id)) > 0;
    case 'registration':
      return (await found(REGISTRATION, standing.clientId, Uint8Array.from(standing.tokenHash))) > 0;
    case 'access-token': {
      const { links, signInId, accountId, role, actingOwnerId } = standing;
      const clientIds = links.map(([, clientId]) => clientId);
      const epochs = links.map(([, , epoch]) => epoch);
      return (
        (await found(APPLICATIONS, clientIds, epochs)) === new Set(clientIds).size &&
        (signInId === null || (await found(SIGN_IN, signInId)) > 0) &&
        (signInId !== null || accountId === null || (await found(OWNER, accountId, role)) > 0) &&
        (actingOwnerId === null || (await found(ENABLED, actingOwnerId)) > 0) &&
        (await found(
          REVOKED_TOKENS,
          links.map(([jti]) => jti),
        )) === 0
      );
    }
  }
}
