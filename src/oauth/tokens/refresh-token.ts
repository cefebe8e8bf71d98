import { Injectable } from '@nestjs/common';
import { Handles, uuidBytes, uuidText } from '../../secrets/handles.js';
import { expandKey, open, seal } from '../../secrets/secret-key.js';
import { newSecret, sha256 } from '../../secrets/secrets.js';

const PREFIX = 'lkr_';
const ID = 16;
const GENERATION = 4;
const SECRET = 32;
const BODY = ID + GENERATION + SECRET;

/** A presented refresh token, parsed. A valid MAC shows only that this server issued it once. */
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
  /** The secret, sealed under a key derived from the predecessor. */
  sealed: Buffer;
}

/**
 * Refresh tokens: opaque to clients; contain `sign-in id · generation · 256-bit secret · MAC`.
 * The MAC refuses random strings without a database read, and tells a stale token from a forgery;
 * the hash in the sign-in's row decides.
 */
@Injectable()
export class RefreshTokens {
  constructor(private readonly handles: Handles) {}

  format(signInId: string, generation: number, secret: Buffer): string {
    const number = Buffer.allocUnsafe(GENERATION);
    number.writeUInt32BE(generation);
    return this.handles.format(PREFIX, Buffer.concat([uuidBytes(signInId), number, secret]));
  }

  /** Undefined for a string that this server did not issue. */
  parse(token: string): PresentedRefreshToken | undefined {
    const body = this.handles.parse(PREFIX, BODY, token);
    if (body === undefined) return undefined;
    const secret = body.subarray(ID + GENERATION);
    return {
      signInId: uuidText(body.subarray(0, ID)),
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

  /** Unseals the successor's secret with its predecessor. */
  openSuccessor(presented: PresentedRefreshToken, sealed: Buffer): Buffer {
    const context = contextOf(presented);
    return open(sealingKey(presented, context), sealed, context);
  }
}

function sealingKey(presented: PresentedRefreshToken, context: Buffer): Buffer {
  return expandKey(presented.secret, context);
}

function contextOf(presented: PresentedRefreshToken): Buffer {
  return Buffer.from(`refresh token successor ${presented.signInId}.${String(presented.generation)}`);
}
