import type { FastifyReply } from 'fastify';

/** Sends the browser back to where its authorization request is decided. RFC 9700 §4.12: 303 after a form. */
export function backToRequest(reply: FastifyReply, ticket: string): void {
  void reply.status(303).header('location', `/oauth/authorize/resume?ticket=${ticket}`).send();
}
