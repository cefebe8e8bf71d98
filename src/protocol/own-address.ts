/**
 * Addresses of this server as browsers and clients write them: every one that leaves the server is made here. The
 * issuer may have a path (RFC 8414 section 2), below which everything else stands.
 */

/** An absolute URL: `https://example.com/auth/device`. @param path from the root of the server: `/device` */
export function ownAddress(issuer: string, path: string): string {
  return `${issuer}${path}`;
}

/** The same without its origin, for a page of this server: `/auth/device`. */
export function ownPath(issuer: string, path: string): string {
  return `${issuerPath(issuer)}${path}`;
}

/** `/auth` of `https://example.com/auth`; empty where the issuer is an origin alone. */
export function issuerPath(issuer: string): string {
  return new URL(issuer).pathname.replace(/\/$/, '');
}
