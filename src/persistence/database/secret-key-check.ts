import type { ClientBase } from 'pg';
import { contextOfKey } from '../../oauth/tokens/key-ring.js';
import type { SecretKey } from '../../secrets/secret-key.js';
import { DatabaseFault } from './database-fault.js';

/**
 * Looks whether what the database holds was sealed under this key. The first start leaves the key's fingerprint; a
 * database from before that is asked for a signing key instead.
 * @throws DatabaseFault
 */
export async function checkSecretKey(client: Pick<ClientBase, 'query'>, key: SecretKey): Promise<void> {
  const { fingerprint } = key;
  const { rows } = await client.query<{ fingerprint: string }>('SELECT fingerprint FROM secret_key_marks');
  if (rows.some((row) => row.fingerprint === fingerprint)) return;
  const found = rows[0]?.fingerprint;
  if (found !== undefined) throw new DatabaseFault(refusal(`a key with the fingerprint ${found}`, fingerprint));
  await checkSigningKey(client, key);
  await client.query('INSERT INTO secret_key_marks (fingerprint) VALUES ($1) ON CONFLICT DO NOTHING', [fingerprint]);
}

async function checkSigningKey(client: Pick<ClientBase, 'query'>, key: SecretKey): Promise<void> {
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
