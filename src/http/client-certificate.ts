import type { X509Certificate } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { clientCertificate } from '../network/client-certificate.js';

/** The client certificate that the proxy in front passes on, if the settings name its header. */
export function certificateOf(
  request: FastifyRequest,
  { tlsClientCertHeader, trustProxy }: Settings,
): X509Certificate | undefined {
  if (tlsClientCertHeader === undefined) return undefined;
  const header = request.headers[tlsClientCertHeader.toLowerCase()];
  if (typeof header !== 'string') return undefined;
  return clientCertificate(request.socket.remoteAddress ?? '', header, trustProxy);
}
