import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { TestDatabase } from './database.js';

export interface KeyRow {
  userId: string;
  scopes: string[];
  expiresAt?: Date;
}

/** Puts an API key straight into the database: one that never came through the REST API. */
export async function addApiKey(
  database: TestDatabase,
  { userId, scopes, expiresAt }: KeyRow,
): Promise<{ id: string; key: string }> {
  const key = `sk_live_${randomBytes(32).toString('base64url')}`;
  const id = `key_${randomUUID().replaceAll('-', '')}`;
  await database.query(
    'INSERT INTO api_keys (id, user_id, name, secret_hash, hint, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [id, userId, 'A key', createHash('sha256').update(key).digest(), key.slice(-4), scopes, expiresAt ?? null],
  );
  return { id, key };
}
