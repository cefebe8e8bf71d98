import type { FastifyServerOptions } from 'fastify';
import { SettingError } from '../config/setting-error.js';
import { issuerPath } from '../protocol/own-address.js';
import { pathOf } from './dialect-of.js';
import type { RouteTable } from './route-table.js';

/**
 * The path of a request as it is routed: without the issuer's, for proxies that keep it. For proxies that strip it, a path that
 * is a route only as it was received stays unchanged.
 */
export function rewrittenPath(issuer: string, routes: RouteTable): FastifyServerOptions['rewriteUrl'] {
  const base = issuerPath(issuer);
  return ({ url = '/' }) => {
    if (base === '' || !url.startsWith(base)) return withOneSlash(url);
    const rest = url.slice(base.length);
    if (!/^(?:[/?]|$)/.test(rest)) return url;
    const inside = withOneSlash(rest.startsWith('/') ? rest : `/${rest}`);
    return routes.has(pathOf(inside)) || !routes.has(pathOf(url)) ? inside : url;
  };
}

/**
 * Clients put `/.well-known/…` behind an issuer that they write with a slash at its end. Those documents are for everyone;
 * no other path has a second spelling, by which a request would pass a proxy that guards the first.
 */
function withOneSlash(url: string): string {
  return url.startsWith('//') ? url.replace(/^\/+(?=\/\.well-known\/)/, '') : url;
}

/** @throws SettingError if a route with the issuer's path before it is another route */
export function refuseAmbiguousIssuer(issuer: string, routes: RouteTable): void {
  const base = issuerPath(issuer);
  const clash = base === '' ? undefined : routes.clashUnder(base);
  if (clash === undefined) return;
  const fault = `is "${issuer}" but must not have the path ${base}: the server answers at ${clash} itself`;
  throw new SettingError('ISSUER', fault, `${new URL(issuer).origin}/auth`);
}
