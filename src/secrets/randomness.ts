import { randomFillSync } from 'node:crypto';

const SUPPLY = 4096;

const supply = Buffer.alloc(SUPPLY);
let given = SUPPLY;

/**
 * At most 4096 random bytes for secrets and nonces. They are drawn from the system's generator in larger blocks: a call
 * to it costs 2 µs for any length. Bytes that were handed out are not kept.
 */
export function randomBytes(count: number): Buffer {
  if (given + count > SUPPLY) {
    randomFillSync(supply);
    given = 0;
  }
  const bytes = Buffer.from(supply.subarray(given, given + count));
  supply.fill(0, given, given + count);
  given += count;
  return bytes;
}
