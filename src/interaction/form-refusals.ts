import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RefusalNotes } from '../http/refusal-notes.js';
import { statusOf } from '../http/status.js';
import type { Application } from '../oauth/stores/applications.js';
import { Refusal } from '../protocol/refusal.js';

/** Refusals that a page shows, in place of an answer of their own. */
@Injectable()
export class FormRefusals {
  constructor(private readonly notes: RefusalNotes) {}

  /** Notes a refusal before the page is drawn again; server errors are rethrown. */
  noted(error: unknown, client: Application | undefined, request: FastifyRequest, reply: FastifyReply): Refusal {
    if (!(error instanceof Refusal) || statusOf(error.reason) >= 500) throw error;
    this.notes.note(error, statusOf(error.reason), request, client && { clientId: client.clientId });
    if (error.retryAfter !== undefined) void reply.header('retry-after', String(error.retryAfter));
    void reply.status(statusOf(error.reason));
    return error;
  }
}
