import { SEALED_COLUMNS } from '../../src/persistence/secret-key/sealed-columns.js';
import { SecretKey } from '../../src/secrets/secret-key.js';
import type { TestDatabase } from './database.js';

export interface SealedValue {
  /** `table.column` */
  at: string;
  /** Whether a key opens it. */
  opensWith: (key: string) => boolean;
  /** The fingerprint that it names. */
  sealedWith: string | null;
}

/** Every value that is sealed under the secret key of a database. */
export async function sealedValues(database: TestDatabase): Promise<SealedValue[]> {
  const values = await Promise.all(
    SEALED_COLUMNS.map(async ({ table, column, key, boundTo = `t.${key}::text`, contextOf }) => {
      const rows = await database.query<{ sealed: Buffer; bound_to: string; sealed_with: string | null }>(
        `SELECT t.${column} AS sealed, ${boundTo} AS bound_to, t.sealed_with FROM ${table} t
          WHERE t.${column} IS NOT NULL`,
      );
      return rows.map((row) => ({
        at: `${table}.${column}`,
        opensWith: (text: string) => opens(new SecretKey(text), row.sealed, contextOf(row.bound_to)),
        sealedWith: row.sealed_with,
      }));
    }),
  );
  return values.flat();
}

function opens(key: SecretKey, sealed: Buffer, context: string): boolean {
  try {
    key.open(sealed, context);
    return true;
  } catch {
    return false;
  }
}
