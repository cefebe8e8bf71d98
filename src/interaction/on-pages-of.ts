import type { FastifyRequest } from 'fastify';
import type { Application } from '../oauth/stores/applications.js';

/** Notes that a request came by the pages of a verified application: its errors and the mails it causes carry the brand. */
export function onPagesOf(application: Application, request: FastifyRequest): void {
  request.origin.onPagesOf = application.clientId;
  request.pagesOf = application;
}
