import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { randomBytes } from './randomness.js';

const NONCE = 12;
const TAG = 16;
const FIRST_BLOCK = Buffer.from([1]);
const SALT = Buffer.from('latchkey');

/** Encrypts with AES-256-GCM: nonce · ciphertext · tag. `context` is authenticated, not stored. */
export function seal(key: Buffer, plain: Buffer, context: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Decrypts a value of `seal`. @throws Error if the key, the context or a single bit differs */
export function open(key: Buffer, sealed: Buffer, context: Buffer): Buffer {
  const tag = sealed.length - TAG;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE)).setAAD(context);
  decipher.setAuthTag(sealed.subarray(tag));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, tag)), decipher.final()]);
}

/**
 * One block of HKDF-Expand. HKDF-Extract is omitted: RFC 5869 §3.3 allows it for key material that is uniformly random,
 * as these 256 bits are.
 * @see https://www.rfc-editor.org/rfc/rfc5869#section-3.3
 */
export function expandKey(material: Buffer, context: Buffer): Buffer {
  return createHmac('sha256', material).update(context).update(FIRST_BLOCK).digest();
}

export function deriveKey(material: Buffer, salt: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', material, salt, purpose, 32));
}

/** What applications hold names by. These keys outlive the secret key that they were derived from. */
export const LASTING_PURPOSES = ['pairwise subjects', 'session identifiers'] as const;

export type LastingPurpose = (typeof LASTING_PURPOSES)[number];

/** The server's secret key and the keys derived from it, one for each purpose. */
export class SecretKey {
  /** Tells one key from another, and nothing else about it. */
  readonly fingerprint: string;
  readonly #material: Buffer;
  readonly #macKey: Buffer;
  readonly #sealingKey: Buffer;
  readonly #lasting = new Map<LastingPurpose, Buffer>();

  constructor(secret: string) {
    this.#material = Buffer.from(secret, 'utf8');
    this.#macKey = this.keyFor('refresh token mac');
    this.#sealingKey = this.keyFor('secrets at rest');
    this.fingerprint = this.keyFor('fingerprint').subarray(0, 8).toString('hex');
  }

  /** The key of one purpose, from which no other key can be derived. */
  keyFor(purpose: string): Buffer {
    return deriveKey(this.#material, SALT, purpose);
  }

  /** The key of a purpose that outlives this secret key: the one that a former secret key left, if there was any. */
  lastingKeyFor(purpose: LastingPurpose): Buffer {
    let key = this.#lasting.get(purpose);
    if (key === undefined) {
      key = this.keyFor(purpose);
      this.#lasting.set(purpose, key);
    }
    return key;
  }

  /** Takes over what a former secret key left. Before anything is named by it. */
  inherit(purpose: LastingPurpose, key: Buffer): void {
    this.#lasting.set(purpose, key);
  }

  /** HMAC-SHA-256, truncated to 128 bits. */
  mac(data: Buffer): Buffer {
    return createHmac('sha256', this.#macKey).update(data).digest().subarray(0, 16);
  }

  /** Seals values that must be read again: private signing keys, shared secrets. `context` names their row. */
  seal(plain: Buffer, context: string): Buffer {
    return seal(this.#sealingKey, plain, Buffer.from(context));
  }

  open(sealed: Buffer, context: string): Buffer {
    return open(this.#sealingKey, sealed, Buffer.from(context));
  }
}
