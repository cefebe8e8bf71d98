import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { RefusalNotes } from '../http/refusal-notes.js';
import { statusOf } from '../http/status.js';
import type { Application } from '../oauth/stores/applications.js';
import type { Look } from '../pages/layout.js';
import { Looks } from '../pages/looks.js';
import { RecoveryCodesPage } from '../pages/recovery-codes.page.js';
import { SetUpPage } from '../pages/set-up.page.js';
import { ownPath } from '../protocol/own-address.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';
import type { ShownSetUp } from './set-up-completion.js';

interface ShownForm {
  ticket: string;
  /** Undefined: a device waits. */
  client: Application | undefined;
  begun: ShownSetUp;
  problem: string | undefined;
}

/** The pages that set a second factor up. */
@Injectable()
export class SetUpView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly notes: RefusalNotes,
    private readonly settings: Settings,
  ) {}

  async draw({ client, begun, ...form }: ShownForm, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const csrf = this.forms.tokenFor(request, reply);
    const action = ownPath(this.settings.issuer, '/interaction/set-up');
    sendPage(reply, SetUpPage({ ...form, ...begun, look: await this.lookOf(client), csrf, action }));
  }

  async codes(
    { client, codes, wayOn }: { client: Application | undefined; codes: readonly string[]; wayOn: string },
    reply: FastifyReply,
  ): Promise<void> {
    const href = ownPath(this.settings.issuer, wayOn);
    sendPage(reply, RecoveryCodesPage({ look: await this.lookOf(client), codes, wayOn: href }));
  }

  /** Notes a wrong code before the page is drawn again, and returns its sentence; all else is rethrown. */
  again(error: unknown, client: Application | undefined, request: FastifyRequest, reply: FastifyReply): string {
    if (!(error instanceof InvalidRequest) || error.fields[0]?.field !== 'code') throw error;
    this.notes.note(error, statusOf(error.reason), request, client && { clientId: client.clientId });
    void reply.status(statusOf(error.reason));
    return `The code ${error.fields[0].message}.`;
  }

  private async lookOf(client: Application | undefined): Promise<Look> {
    return client === undefined ? this.looks.own() : this.looks.ofApplication(client);
  }
}
