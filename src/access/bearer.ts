import type { Scheme } from '../oauth/sender/presented-binding.js';

/** The b64token syntax of RFC 6750 section 2.1, which DPoP shares (RFC 9449 section 7.1). */
const CREDENTIALS = /^(?:(bearer)|dpop) +([A-Za-z0-9\-._~+/]+=*)$/i;

/** An access token and the authentication scheme it was sent with. */
export interface PresentedToken {
  value: string;
  scheme: Scheme;
}

/** The token of an `Authorization` header; undefined when there is none. */
export function tokenOf(authorization: string | undefined): PresentedToken | undefined {
  const [, bearer, value] = (authorization === undefined ? null : CREDENTIALS.exec(authorization)) ?? [];
  return value === undefined ? undefined : { value, scheme: bearer === undefined ? 'DPoP' : 'Bearer' };
}

/** The token of an `Authorization: Bearer` header; undefined when there is none. */
export function bearerOf(authorization: string | undefined): string | undefined {
  const token = tokenOf(authorization);
  return token?.scheme === 'Bearer' ? token.value : undefined;
}
