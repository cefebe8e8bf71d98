import type { FastifyReply } from 'fastify';
import { pagePolicy } from '../pages/policy.js';

/** Sends a page. `formTarget`: the destination of the form's answer, if elsewhere. `frames`: the framed addresses. */
export function sendPage(reply: FastifyReply, html: string, formTarget?: string, frames: readonly string[] = []): void {
  void reply
    .header('content-security-policy', pagePolicy({ leaves: formTarget !== undefined, frames }))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html);
}
