import type { X509Certificate } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { clientCertificate } from '../network/client-certificate.js';

/** The certificate a client showed to the proxy in front, where the settings say that one passes it on. */
export function certificateOf(
  request: FastifyRequest,
  { tlsClientCertHeader, trustProxy }: Settings,
): X509Certificate | undefined {
  if (tlsClientCertHeader === undefined) return undefined;
  const header = request.headers[tlsClientCertHeader.toLowerCase()];
  if (typeof header !== 'string') return undefined;
  return clientCertificate(request.socket.remoteAddress ?? '', header, trustProxy);
}
