import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Handles, uuidBytes, uuidText } from '../../secrets/handles.js';
import { sha256 } from '../../secrets/secrets.js';
import { typedCode } from '../../protocol/typed-code.js';

const PREFIX = 'lkd_';
const ID = 16;
const SECRET = 32;

/** Seconds until a device code expires. */
export const DEVICE_CODE_LIFETIME = 600;
/** Seconds between two polls. RFC 8628 §3.2: "If no value is provided, clients MUST use 5 as the default." */
export const POLL_INTERVAL = 5;

/** RFC 8628 §6.1: consonants only, so that no word comes out; eight of them are 34 bits, and attempts are counted. */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
const USER_CODE = new RegExp(`^[${ALPHABET}]{${String(LENGTH)}}$`);

export interface PresentedDeviceCode {
  id: string;
  hash: Buffer;
}

/** Device codes: opaque to devices; contain `id · 256-bit secret · MAC`. */
@Injectable()
export class DeviceCodeHandles {
  constructor(private readonly handles: Handles) {}

  format(id: string, secret: Buffer): string {
    return this.handles.format(PREFIX, Buffer.concat([uuidBytes(id), secret]));
  }

  parse(code: string): PresentedDeviceCode | undefined {
    const body = this.handles.parse(PREFIX, ID + SECRET, code);
    return body && { id: uuidText(body.subarray(0, ID)), hash: sha256(body.subarray(ID)) };
  }
}

export function newUserCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

/** In the form shown to a person: `WDJB-MJHT`. */
export function showUserCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/** The code that a person typed; undefined if it cannot be a code. */
export function readUserCode(typed: string): string | undefined {
  const code = typedCode(typed).toUpperCase();
  return USER_CODE.test(code) ? code : undefined;
}
