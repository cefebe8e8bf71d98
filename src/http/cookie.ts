import { createHash } from 'node:crypto';
import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';

/**
 * The purpose of a cookie: the session, its state that scripts may read, the mark of a browser, half a sign-in, the mark
 * of a browser in which one waits, and the trust in a browser.
 */
export type CookieUse = 'session' | 'state' | 'form' | 'half' | 'begun' | 'trust';

const HASH = 8;

/**
 * The name of a cookie. `__Host-` binds it to this host and to https. On plain http, which only loopback may use,
 * browsers refuse that prefix. Cookies ignore the port, and that prefix requires `Path=/`: an issuer with a path or a
 * port puts a hash of itself into the name, so that servers on one host do not overwrite each other's cookies.
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20#section-4.1.3.2
 */
export function cookieName(issuer: string, use: CookieUse): string {
  const { protocol, port, pathname } = new URL(issuer);
  const sharesHost = port !== '' || pathname !== '/';
  const name = ['latchkey'];
  if (sharesHost) name.push(createHash('sha256').update(issuer).digest('hex').slice(0, HASH));
  if (use !== 'session') name.push(use);
  return `${protocol === 'https:' ? '__Host-' : ''}${name.join('-')}`;
}

/** The value of a cookie of the request; parsed only when it is read. */
export function cookieOf({ headers, server }: FastifyRequest, name: string): string | undefined {
  return headers.cookie === undefined ? undefined : server.parseCookie(headers.cookie)[name];
}

/** The values of those of these cookies that the request brings, in this order. */
export function cookiesOf({ headers, server }: FastifyRequest, names: readonly string[]): string[] {
  if (headers.cookie === undefined) return [];
  const cookies = server.parseCookie(headers.cookie);
  return names.flatMap((name) => cookies[name] ?? []);
}
