import { Injectable } from '@nestjs/common';
import { Handles, uuidBytes, uuidText } from '../../secrets/handles.js';
import { sha256 } from '../../secrets/secrets.js';

const PREFIX = 'lkc_';
const ID = 16;
const SECRET = 32;

/** Seconds. RFC 6749 §4.1.2: "A maximum authorization code lifetime of 10 minutes is RECOMMENDED." */
export const CODE_LIFETIME = 60;

export interface PresentedCode {
  signInId: string;
  hash: Buffer;
}

/** Authorization codes: the handle of a pending sign-in. Contains `sign-in id · 256-bit secret · MAC`. */
@Injectable()
export class AuthorizationCodes {
  constructor(private readonly handles: Handles) {}

  format(signInId: string, secret: Buffer): string {
    return this.handles.format(PREFIX, Buffer.concat([uuidBytes(signInId), secret]));
  }

  parse(code: string): PresentedCode | undefined {
    const body = this.handles.parse(PREFIX, ID + SECRET, code);
    return body && { signInId: uuidText(body.subarray(0, ID)), hash: sha256(body.subarray(ID)) };
  }
}
