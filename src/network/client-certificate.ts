import { X509Certificate } from 'node:crypto';
import { canonicalAddress, type Network, parseAddress } from './network.js';

/** RFC 9440 section 2.2: a byte sequence between colons. */
const BYTE_SEQUENCE = /^:([A-Za-z0-9+/]+={0,2}):$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const MAX_LENGTH = 16_384;

/**
 * The TLS client certificate that a proxy passes on; undefined if there is none, it cannot be parsed, the
 * peer is not a proxy named in the settings: then any client may have written it; or the header was sent twice, which are
 * joined by a comma here: then a client may have written the first, and the proxy have added its own.
 */
export function clientCertificate(
  peer: string,
  header: string | undefined,
  proxies: readonly Network[],
): X509Certificate | undefined {
  const address = canonicalAddress(peer);
  if (header === undefined || header.length > MAX_LENGTH || header.includes(',') || address === undefined)
    return undefined;
  const parsed = parseAddress(address);
  if (!proxies.some((proxy) => proxy.contains(parsed))) return undefined;
  try {
    return new X509Certificate(bytesOf(header));
  } catch {
    return undefined;
  }
}

function bytesOf(header: string): Buffer | string {
  const sequence = BYTE_SEQUENCE.exec(header)?.[1] ?? (BASE64.test(header) ? header : undefined);
  return sequence === undefined ? decodeURIComponent(header) : Buffer.from(sequence, 'base64');
}

/** The certificate's thumbprint, as tokens are bound to it. @see https://www.rfc-editor.org/rfc/rfc8705#section-3.1 */
export function certificateThumbprint(certificate: X509Certificate): string {
  return Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
}
