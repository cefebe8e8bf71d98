import type { FastifyRequest } from 'fastify';
import type { Settings } from '../../config/settings.js';
import { certificateOf } from '../../http/client-certificate.js';
import { pathOf } from '../../http/dialect-of.js';
import type { ShownSender } from '../sender/sender-constraint.js';

/** The proofs of possession of a request: a DPoP proof, a TLS certificate. */
export function shownSender(request: FastifyRequest, settings: Settings): ShownSender {
  const { dpop } = request.headers;
  return {
    method: request.method,
    path: pathOf(request.url),
    address: request.origin.address,
    // Node joins a repeated header with commas; the result is not a JWT
    proof: Array.isArray(dpop) ? dpop.join(',') : dpop,
    certificate: () => certificateOf(request, settings),
  };
}
