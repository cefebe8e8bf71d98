import { Injectable } from '@nestjs/common';
import { deriveKey, open, seal, SecretKey } from '../../secrets/secret-key.js';
import { newSecret, sameHash, sha256 } from '../../secrets/secrets.js';

const PREFIX = 'lkr_';
const ID = 16;
const GENERATION = 4;
const SECRET = 32;
const MAC = 16;
const BODY = ID + GENERATION + SECRET;
const ENCODED = Math.ceil(((BODY + MAC) * 8) / 6);

/** A refresh token somebody shows, taken apart. That the MAC held says only that it was once ours. */
export interface PresentedRefreshToken {
  signInId: string;
  generation: number;
  secret: Buffer;
  hash: Buffer;
}

/** The next refresh token of a family, before the store has accepted it. */
export interface Successor {
  secret: Buffer;
  hash: Buffer;
  /** The secret, sealed under a key that only the predecessor yields. */
  sealed: Buffer;
}

/**
 * Refresh tokens: opaque to clients; inside `sign-in id · generation · 256-bit secret · MAC`.
 * The MAC lets junk be refused without a look at the database and a stale token be told from a forgery;
 * the hash in the sign-in's row decides.
 */
@Injectable()
export class RefreshTokens {
  constructor(private readonly key: SecretKey) {}

  format(signInId: string, generation: number, secret: Buffer): string {
    const body = Buffer.allocUnsafe(BODY);
    body.write(signInId.replaceAll('-', ''), 0, 'hex');
    body.writeUInt32BE(generation, ID);
    secret.copy(body, ID + GENERATION);
    return PREFIX + Buffer.concat([body, this.key.mac(body)]).toString('base64url');
  }

  /** Undefined for whatever this server never issued. */
  parse(token: string): PresentedRefreshToken | undefined {
    if (token.length !== PREFIX.length + ENCODED || !token.startsWith(PREFIX)) return undefined;
    const text = token.slice(PREFIX.length);
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.toString('base64url') !== text) return undefined;
    const body = bytes.subarray(0, BODY);
    if (!sameHash(this.key.mac(body), bytes.subarray(BODY))) return undefined;
    const secret = body.subarray(ID + GENERATION);
    return {
      signInId: uuid(body.subarray(0, ID)),
      generation: body.readUInt32BE(ID),
      secret,
      hash: sha256(secret),
    };
  }

  successorOf(presented: PresentedRefreshToken): Successor {
    const secret = newSecret();
    const context = contextOf(presented);
    return { secret, hash: sha256(secret), sealed: seal(sealingKey(presented, context), secret, context) };
  }

  /** Reads the successor's secret again, which takes its predecessor. */
  openSuccessor(presented: PresentedRefreshToken, sealed: Buffer): Buffer {
    const context = contextOf(presented);
    return open(sealingKey(presented, context), sealed, context);
  }
}

function sealingKey(presented: PresentedRefreshToken, context: Buffer): Buffer {
  return deriveKey(presented.secret, context, 'refresh token successor');
}

function contextOf(presented: PresentedRefreshToken): Buffer {
  return Buffer.from(`${presented.signInId}.${String(presented.generation)}`);
}

function uuid(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
