import type { FastifyReply } from 'fastify';
import { ownPath } from '../protocol/own-address.js';

/**
 * Sends a browser on to a page of this server. RFC 9700 §4.12: 303, so that no browser repeats a form's fields there.
 * @param path from the root of the server
 */
export function seeOther(reply: FastifyReply, issuer: string, path: string): void {
  void reply.status(303).header('location', ownPath(issuer, path)).header('cache-control', 'no-store').send();
}
