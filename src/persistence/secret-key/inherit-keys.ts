import { LASTING_PURPOSES, type SecretKey } from '../../secrets/secret-key.js';
import { contextOfKeptKey } from './sealed-columns.js';
import type { Queries } from './secret-key-check.js';

/** Gives the secret key what former ones left. */
export async function inheritKeys(client: Queries, key: SecretKey): Promise<void> {
  const { rows } = await client.query<{ purpose: string; sealed: Buffer }>('SELECT purpose, sealed FROM kept_keys');
  for (const { purpose, sealed } of rows) {
    const lasting = LASTING_PURPOSES.find((known) => known === purpose);
    if (lasting !== undefined) key.inherit(lasting, key.open(sealed, contextOfKeptKey(purpose)));
  }
}
