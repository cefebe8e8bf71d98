import type { SecretKey } from '../../secrets/secret-key.js';
import { DatabaseFault } from '../database/database-fault.js';

/** Opens a value of a row. @throws DatabaseFault */
export function openStored(key: SecretKey, sealed: Uint8Array, context: string): Buffer {
  try {
    return key.open(Buffer.from(sealed), context);
  } catch (cause) {
    const fault = `SECRET_KEY does not open what is kept of the ${context}: it was changed, or the row is damaged; start this node with the key of the database`;
    throw new DatabaseFault(fault, { cause });
  }
}
