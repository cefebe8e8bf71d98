import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import type { Application } from '../oauth/stores/applications.js';
import type { Look } from '../pages/layout.js';
import { Looks } from '../pages/looks.js';
import { RecoveryCodesPage } from '../pages/recovery-codes.page.js';
import { SetUpPage } from '../pages/set-up.page.js';
import { ownPath } from '../protocol/own-address.js';
import { Refusal } from '../protocol/refusal.js';
import { FormGuard } from './form-guard.js';
import { FormRefusals } from './form-refusals.js';
import { sendPage } from './page-headers.js';
import type { ShownSetUp } from './set-up-completion.js';

interface ShownForm {
  ticket: string;
  /** Undefined: a device waits. */
  client: Application | undefined;
  begun: ShownSetUp;
  problem: string | undefined;
}

const PAGE = '/interaction/set-up';
/** The fields of its forms that may be sent again. */
const PROOFS = ['code', 'passkey'];

/** The pages that set a second factor up. */
@Injectable()
export class SetUpView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly refusals: FormRefusals,
    private readonly settings: Settings,
  ) {}

  async draw({ client, begun, ...form }: ShownForm, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { creation, ...shown } = begun;
    const csrf = this.forms.tokenFor(request, reply);
    const action = ownPath(this.settings.issuer, PAGE);
    const passkey = creation && {
      ...{ csrf, ticket: form.ticket, enrolment: begun.enrolment, options: JSON.stringify(creation) },
      ...{ action: `${action}/passkey`, again: `${action}?ticket=${form.ticket}` },
    };
    sendPage(reply, SetUpPage({ ...form, ...shown, passkey, look: await this.lookOf(client), csrf, action }));
  }

  async codes(
    { client, codes, wayOn }: { client: Application | undefined; codes: readonly string[]; wayOn: string },
    reply: FastifyReply,
  ): Promise<void> {
    const href = ownPath(this.settings.issuer, wayOn);
    sendPage(reply.status(200), RecoveryCodesPage({ look: await this.lookOf(client), codes, wayOn: href }));
  }

  /** Notes a wrong code or passkey before the page is drawn again, and returns its sentence; all else is rethrown. */
  again(error: unknown, client: Application | undefined, request: FastifyRequest, reply: FastifyReply): string {
    const [fault] = error instanceof Refusal ? error.fields : [];
    if (fault === undefined || !PROOFS.includes(fault.field)) throw error;
    this.refusals.noted(error, client, request, reply);
    return `The ${fault.field} ${fault.message}.`;
  }

  private async lookOf(client: Application | undefined): Promise<Look> {
    return client === undefined ? this.looks.own() : this.looks.ofApplication(client);
  }
}
