import type { ClientBase } from 'pg';
import { contextOfKey } from '../../oauth/tokens/key-ring.js';
import type { SecretKey } from '../../secrets/secret-key.js';
import { DatabaseFault } from '../database/database-fault.js';

/** Of a pool or of a client. */
export type Queries = Pick<ClientBase, 'query'>;

/** The key that the database was made with, or changed to. */
export interface KeyMark {
  fingerprint: string;
  /** Of the keys before it. */
  former: string[];
  created_at: Date;
}

export async function keyMarks(client: Queries): Promise<KeyMark[]> {
  return (await client.query<KeyMark>('SELECT fingerprint, former, created_at FROM secret_key_marks')).rows;
}

/**
 * Looks whether what the database holds was sealed under this key. The first start leaves the key's fingerprint; a
 * database from before that is asked for a signing key instead.
 * @throws DatabaseFault
 */
export async function checkSecretKey(client: Queries, key: SecretKey): Promise<void> {
  const marks = await keyMarks(client);
  const fault = marks.length === 0 ? undefined : faultOfKey(marks, key);
  if (fault !== undefined) throw new DatabaseFault(fault);
  if (marks.length > 0) return;
  await checkSigningKey(client, key);
  await client.query('INSERT INTO secret_key_marks (fingerprint) VALUES ($1) ON CONFLICT DO NOTHING', [
    key.fingerprint,
  ]);
}

/** Why this is not the key that the marks name; undefined if it is. */
export function faultOfKey(marks: readonly KeyMark[], { fingerprint }: SecretKey): string | undefined {
  if (marks.some((mark) => mark.fingerprint === fingerprint)) return undefined;
  const [mark] = marks;
  if (mark === undefined) return 'the database does not say which key it was made with; start again';
  if (mark.former.includes(fingerprint))
    return `SECRET_KEY was changed on ${mark.created_at.toISOString()}: the one given has the fingerprint ${fingerprint} and opens nothing any more. Set the new key, which has the fingerprint ${mark.fingerprint}, on every node`;
  return refusal(`a key with the fingerprint ${mark.fingerprint}`, fingerprint);
}

async function checkSigningKey(client: Queries, key: SecretKey): Promise<void> {
  const { rows } = await client.query<{ kid: string; sealed_key: Buffer }>(
    'SELECT kid, sealed_key FROM signing_keys ORDER BY created_at DESC LIMIT 1',
  );
  for (const { kid, sealed_key } of rows) {
    try {
      key.open(sealed_key, contextOfKey(kid));
    } catch {
      throw new DatabaseFault(refusal(`another key: the signing key ${kid} does not open`, key.fingerprint));
    }
  }
}

function refusal(made: string, given: string): string {
  return `SECRET_KEY is not the key of this database, which was made with ${made}; the one given has the fingerprint ${given}. Set the key that every node had`;
}
