import { hash } from 'node:crypto';

/** The SHA-256 of a token. */
export type Fingerprint = Buffer;

export function fingerprintOf(token: string): Fingerprint {
  return hash('sha256', token, 'buffer');
}

/** A power of two. */
const PLACES = 65_536;
const LENGTH = 32;

/**
 * Remembers tokens whose signature is known to hold, by their fingerprints, in 2 MiB. Each has one place it may stand;
 * whoever comes later takes it, and who was driven out is verified again.
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

  clear(): void {
    this.places.fill(0);
  }
}

function placeOf(fingerprint: Fingerprint): number {
  return (fingerprint.readUInt32LE(0) % PLACES) * LENGTH;
}
