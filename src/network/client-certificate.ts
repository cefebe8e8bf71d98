import { X509Certificate } from 'node:crypto';
import { canonicalAddress, type Network, parseAddress } from './network.js';

/** RFC 9440 section 2.2: a byte sequence between colons. */
const BYTE_SEQUENCE = /^:([A-Za-z0-9+/]+={0,2}):$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const MAX_LENGTH = 16_384;
const MAX_CHAIN = 5;

/**
 * The TLS client certificate that a proxy passes on; undefined if there is none, it cannot be parsed, or the peer is not a
 * proxy named in the settings: then any client may have written it.
 *
 * Traefik passes the chain, joined by commas: each certificate must have issued the one before. A header that was sent twice
 * is joined like this, too: then a client may have written the first, and the proxy have added its own.
 */
export function clientCertificate(
  peer: string,
  header: string | undefined,
  proxies: readonly Network[],
): X509Certificate | undefined {
  const address = canonicalAddress(peer);
  if (header === undefined || header.length > MAX_LENGTH || address === undefined) return undefined;
  const parsed = parseAddress(address);
  if (!proxies.some((proxy) => proxy.contains(parsed))) return undefined;
  try {
    const chain = header.split(',', MAX_CHAIN + 1).map((text) => new X509Certificate(bytesOf(text)));
    return chain.length <= MAX_CHAIN && isChain(chain) ? chain[0] : undefined;
  } catch {
    return undefined;
  }
}

function isChain(chain: readonly X509Certificate[]): boolean {
  return chain.every((certificate, i) => {
    const issuer = chain[i + 1];
    return issuer === undefined || (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey));
  });
}

/** RFC 9440, PEM as nginx escapes it, or what stands between its two lines, escaped or not. */
function bytesOf(header: string): Buffer | string {
  const text = decodeURIComponent(header);
  const base64 = BYTE_SEQUENCE.exec(text)?.[1] ?? (BASE64.test(text) ? text : undefined);
  return base64 === undefined ? text : Buffer.from(base64, 'base64');
}

/** The certificate's thumbprint, as tokens are bound to it. @see https://www.rfc-editor.org/rfc/rfc8705#section-3.1 */
export function certificateThumbprint(certificate: X509Certificate): string {
  return Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
}
