import type { FastifyServerOptions } from 'fastify';
import { SettingError } from '../config/setting-error.js';
import { issuerPath } from '../protocol/own-address.js';
import { pathOf } from './dialect-of.js';
import type { RouteTable } from './route-table.js';

/**
 * Removes the issuer's path from the path of a request, for proxies that keep it; undefined if the issuer has none. For
 * proxies that strip it, a path that is a route only as it was received stays unchanged.
 */
export function withoutIssuerPath(issuer: string, routes: RouteTable): FastifyServerOptions['rewriteUrl'] {
  const base = issuerPath(issuer);
  if (base === '') return undefined;
  return ({ url = '/' }) => {
    if (!url.startsWith(base)) return url;
    const rest = url.slice(base.length);
    if (!/^(?:[/?]|$)/.test(rest)) return url;
    const inside = rest.startsWith('/') ? rest : `/${rest}`;
    return routes.has(pathOf(inside)) || !routes.has(pathOf(url)) ? inside : url;
  };
}

/** @throws SettingError if a route with the issuer's path before it is another route */
export function refuseAmbiguousIssuer(issuer: string, routes: RouteTable): void {
  const base = issuerPath(issuer);
  const clash = base === '' ? undefined : routes.clashUnder(base);
  if (clash === undefined) return;
  const fault = `is "${issuer}" but must not have the path ${base}: the server answers at ${clash} itself`;
  throw new SettingError('ISSUER', fault, `${new URL(issuer).origin}/auth`);
}
