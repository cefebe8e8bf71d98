import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { seeOther } from '../http/see-other.js';
import type { Look } from '../pages/layout.js';
import { Looks } from '../pages/looks.js';
import { RecoveryCodesPage } from '../pages/recovery-codes.page.js';
import { SetUpPage } from '../pages/set-up.page.js';
import { SetUpPasskeyPage } from '../pages/set-up-passkey.page.js';
import { HARDWARE_PROTECTED } from '../protocol/acr.js';
import { ownPath } from '../protocol/own-address.js';
import { Refusal } from '../protocol/refusal.js';
import type { AwaitingApplication } from './awaiting-applications.js';
import { FormGuard } from './form-guard.js';
import { FormRefusals } from './form-refusals.js';
import { sendPage } from './page-headers.js';
import type { ShownSetUp } from './set-up-completion.js';

interface ShownForm {
  ticket: string;
  opened: AwaitingApplication;
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

  async draw({ opened, begun, ...form }: ShownForm, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { app, creation, reaches, email } = begun;
    const csrf = this.forms.tokenFor(request, reply);
    const action = ownPath(this.settings.issuer, PAGE);
    const { ticket } = form;
    const passkey = creation && {
      ...{ csrf, ticket, options: JSON.stringify(creation), enrolment: app?.enrolment },
      ...{ action: `${action}/passkey`, again: `${action}?ticket=${ticket}` },
    };
    const asked = { ...form, email, passkey, look: await this.lookOf(opened), csrf, action };
    if (app !== undefined) sendPage(reply, SetUpPage({ ...asked, app }));
    // who declines goes back to the application
    else
      sendPage(reply, SetUpPasskeyPage({ ...asked, mayBeSynced: reaches !== HARDWARE_PROTECTED }), opened.redirectUri);
  }

  /** Shows recovery codes where there are new ones, and goes on. */
  async done(
    { opened, codes, wayOn }: { opened: AwaitingApplication; codes: readonly string[]; wayOn: string },
    reply: FastifyReply,
  ): Promise<void> {
    if (codes.length === 0) {
      seeOther(reply, this.settings.issuer, wayOn);
      return;
    }
    const href = ownPath(this.settings.issuer, wayOn);
    sendPage(reply.status(200), RecoveryCodesPage({ look: await this.lookOf(opened), codes, wayOn: href }));
  }

  /** Notes a wrong code or passkey before the page is drawn again, and returns its sentence; all else is rethrown. */
  again(error: unknown, { application }: AwaitingApplication, request: FastifyRequest, reply: FastifyReply): string {
    const [fault] = error instanceof Refusal ? error.fields : [];
    if (fault === undefined || !PROOFS.includes(fault.field)) throw error;
    this.refusals.noted(error, application, request, reply);
    return `The ${fault.field} ${fault.message}.`;
  }

  private lookOf({ application }: AwaitingApplication): Promise<Look> {
    return this.looks.ofApplication(application);
  }
}
