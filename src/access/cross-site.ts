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
    if (!OWN_SITE.has(site)) throw sentFromElsewhere(issuer, site.slice(0, 20));
  } else if (isOfAnotherAddress(request, issuer)) throw sentFromElsewhere(issuer, 'another Origin');
}

/** Whether the page that sent a request has another address than the server. Browsers may not say. */
export function isOfAnotherAddress({ headers: { origin } }: FastifyRequest, issuer: string): boolean {
  return origin !== undefined && origin !== new URL(issuer).origin;
}

/** Whether a browser sent a write: those without Fetch Metadata name its `Origin`, also to their own. */
export function isOfBrowser({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-site'] !== undefined || headers.origin !== undefined;
}

/** The refusal of a request under another name or address than the issuer's, with the fix. */
export function sentFromElsewhere(issuer: string, detail: string): AccessDenied {
  const explanation = `This was sent from another address than this server's own. Open this at ${issuer} and start again.`;
  const refusal = new AccessDenied(`a cross-site request (${detail})`, {}, [], explanation);
  return refusal.at(SESSION_CHECKS, 'own-site');
}
