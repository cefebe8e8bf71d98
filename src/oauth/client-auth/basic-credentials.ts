import { isUtf8 } from 'node:buffer';
import { formDecoded } from '../../protocol/form-decoded.js';
import { InvalidClient } from '../../protocol/refusal.js';

const SCHEME = /^basic +/i;
const NAMED = /^basic(?: |$)/i;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const MAX_LENGTH = 4096;

export interface BasicCredentials {
  clientId: string;
  secret: string;
}

/** Whether the `Authorization` header is of the scheme Basic, well-formed or not. */
export function isBasic(authorization: string): boolean {
  return NAMED.test(authorization);
}

/**
 * Reads HTTP Basic credentials. RFC 6749 §2.3.1: the identifier and the password are each encoded "using the
 * `application/x-www-form-urlencoded` encoding algorithm" before Basic encodes them; so they are decoded once.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export function basicCredentials(authorization: string): BasicCredentials {
  const encoded = authorization.replace(SCHEME, '');
  if (encoded === authorization || encoded.length > MAX_LENGTH || !BASE64.test(encoded)) {
    throw new InvalidClient('the Authorization header is not HTTP Basic');
  }
  const bytes = Buffer.from(encoded, 'base64');
  const text = bytes.toString('utf8');
  const colon = text.indexOf(':');
  if (!isUtf8(bytes) || colon <= 0)
    throw new InvalidClient('the Basic credentials are not an id, a colon and a secret');
  return { clientId: formDecode(text.slice(0, colon)), secret: formDecode(text.slice(colon + 1)) };
}

function formDecode(text: string): string {
  const decoded = formDecoded(text);
  // Appendix A: identifiers and secrets are *VSCHAR; PostgreSQL would choke on a NUL
  if (decoded === undefined || decoded.includes('\0')) {
    throw new InvalidClient('the Basic credentials are not form-encoded text');
  }
  return decoded;
}
