import type { FastifyRequest } from 'fastify';
import { SESSION_CHECKS } from './caller-checks.js';
import { AccessDenied } from '../protocol/refusal.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const OWN_SITE = new Set(['same-origin', 'none']);

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1 */
export function changesNothing(method: string): boolean {
  return SAFE_METHODS.has(method);
}

/**
 * Refuses cookie-authenticated writes that another site started. Browsers send the initiator of a write as
 * `Sec-Fetch-Site`, or at least as `Origin`. A client that sends neither is not a browser and sends its cookie
 * deliberately.
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function refuseCrossSite(request: FastifyRequest, issuer: string): void {
  if (changesNothing(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string') {
    if (!OWN_SITE.has(site))
      throw new AccessDenied(`a cross-site request (${site.slice(0, 20)}) with a session cookie`).at(
        SESSION_CHECKS,
        'own-site',
      );
    return;
  }
  const { origin } = request.headers;
  if (origin !== undefined && origin !== new URL(issuer).origin) {
    throw new AccessDenied('a cross-site request with a session cookie').at(SESSION_CHECKS, 'own-site');
  }
}
