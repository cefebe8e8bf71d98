import { Injectable } from '@nestjs/common';
import { SecretKey } from './secret-key.js';
import { sameHash } from './secrets.js';

const MAC = 16;

/**
 * Opaque strings that this server hands out and gets back: a prefix, and in base64url some bytes and their MAC.
 * Whatever was not made here is refused without a look at the database.
 */
@Injectable()
export class Handles {
  constructor(private readonly key: SecretKey) {}

  format(prefix: string, body: Buffer): string {
    return prefix + Buffer.concat([body, this.mac(prefix, body)]).toString('base64url');
  }

  /** The bytes, if the text is a handle of this kind with a body of this length; one spelling only. */
  parse(prefix: string, length: number, text: string): Buffer | undefined {
    if (text.length !== prefix.length + Math.ceil(((length + MAC) * 8) / 6) || !text.startsWith(prefix))
      return undefined;
    const encoded = text.slice(prefix.length);
    const bytes = Buffer.from(encoded, 'base64url');
    if (bytes.toString('base64url') !== encoded) return undefined;
    const body = bytes.subarray(0, length);
    return sameHash(this.mac(prefix, body), bytes.subarray(length)) ? body : undefined;
  }

  /** Over the prefix too: a handle of one kind is never one of another with the same bytes inside. */
  private mac(prefix: string, body: Buffer): Buffer {
    return this.key.mac(Buffer.concat([Buffer.from(prefix), body]));
  }
}

export function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
