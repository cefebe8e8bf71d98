import { hash } from 'node:crypto';

/** A power of two. */
const PLACES = 262_144;
/** Bytes. */
const LENGTH = 16;

/** The SHA-256 of a token, truncated to 128 bits: finding a second token with the same value is infeasible. */
export type Fingerprint = Buffer;

export function fingerprintOf(token: string): Fingerprint {
  return hash('sha256', token, 'buffer').subarray(0, LENGTH);
}

/**
 * Remembers tokens whose signature was verified, by their fingerprints, in 4 MiB. Direct-mapped cache: a colliding
 * fingerprint overwrites the older one, whose token is verified again.
 */
export class GenuineTokens {
  private readonly places = Buffer.alloc(PLACES * LENGTH);

  add(fingerprint: Fingerprint): void {
    fingerprint.copy(this.places, placeOf(fingerprint));
  }

  has(fingerprint: Fingerprint): boolean {
    const place = placeOf(fingerprint);
    return this.places.compare(fingerprint, 0, LENGTH, place, place + LENGTH) === 0;
  }
}

function placeOf(fingerprint: Fingerprint): number {
  return (fingerprint.readUInt32LE(0) % PLACES) * LENGTH;
}
