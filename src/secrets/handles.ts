import { Injectable } from '@nestjs/common';
import { SecretKey } from './secret-key.js';
import { sameHash } from './secrets.js';

const MAC = 16;

/**
 * Opaque strings issued by this server: a prefix, then some bytes and their MAC in base64url. A string that was not issued
 * here is refused without a database read.
 */
@Injectable()
export class Handles {
  constructor(private readonly key: SecretKey) {}

  format(prefix: string, body: Buffer): string {
    return prefix + Buffer.concat([body, this.mac(prefix, body)]).toString('base64url');
  }

  /** The bytes, if the text is a handle of this kind with a body of this length; other encodings of it are refused. */
  parse(prefix: string, length: number, text: string): Buffer | undefined {
    if (text.length !== prefix.length + Math.ceil(((length + MAC) * 8) / 6) || !text.startsWith(prefix))
      return undefined;
    const encoded = text.slice(prefix.length);
    const bytes = Buffer.from(encoded, 'base64url');
    if (bytes.toString('base64url') !== encoded) return undefined;
    const body = bytes.subarray(0, length);
    return sameHash(this.mac(prefix, body), bytes.subarray(length)) ? body : undefined;
  }

  /** The MAC covers the prefix too: a handle of one kind never verifies as another with the same bytes. */
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
