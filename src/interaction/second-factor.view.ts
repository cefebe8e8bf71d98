import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { RefusalNotes } from '../http/refusal-notes.js';
import { statusOf } from '../http/status.js';
import type { Application } from '../oauth/stores/applications.js';
import { Looks } from '../pages/looks.js';
import { SecondFactorPage } from '../pages/second-factor.page.js';
import { ownPath } from '../protocol/own-address.js';
import { Refusal } from '../protocol/refusal.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';

interface Asked {
  ticket: string;
  client: Application | undefined;
  email: string;
  problem: string | undefined;
}

/** The page of the second factor. */
@Injectable()
export class SecondFactorView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly notes: RefusalNotes,
    private readonly settings: Settings,
  ) {}

  async draw({ client, ...form }: Asked, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const look = client === undefined ? this.looks.own() : await this.looks.ofApplication(client);
    const [csrf, action] = [this.forms.tokenFor(request, reply), this.at('/interaction/second-factor')];
    sendPage(reply, SecondFactorPage({ ...form, look, csrf, action }), client && action);
  }

  /** Notes a refusal before the page is drawn again; server errors are rethrown. */
  again(error: unknown, client: Application | undefined, request: FastifyRequest, reply: FastifyReply): void {
    if (!(error instanceof Refusal) || statusOf(error.reason) >= 500) throw error;
    this.notes.note(error, statusOf(error.reason), request, client && { clientId: client.clientId });
    if (error.retryAfter !== undefined) void reply.header('retry-after', String(error.retryAfter));
    void reply.status(statusOf(error.reason));
  }

  private at(path: string): string {
    return ownPath(this.settings.issuer, path);
  }
}
