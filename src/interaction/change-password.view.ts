import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import type { SignedIn } from '../oauth/authorize/signed-in.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import type { Look } from '../pages/layout.js';
import { Looks } from '../pages/looks.js';
import { NewPasswordPage } from '../pages/new-password.page.js';
import { ownPath } from '../protocol/own-address.js';
import { AwaitingApplications } from './awaiting-applications.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';

interface ChangePasswordForm {
  opened: WaitingRequest;
  signedIn: SignedIn;
  ticket: string;
  problem: string | undefined;
}

interface Surroundings {
  look: Look;
  /** Undefined: a device waits. */
  redirectUri: string | undefined;
}

@Injectable()
export class ChangePasswordView {
  constructor(
    private readonly forms: FormGuard,
    private readonly applications: AwaitingApplications,
    private readonly looks: Looks,
    private readonly settings: Settings,
  ) {}

  check(request: FastifyRequest, csrf: string | undefined): void {
    this.forms.check(request, csrf);
  }

  async draw(form: ChangePasswordForm, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { opened, signedIn, ticket, problem } = form;
    const { look, redirectUri } = await this.surroundings(opened, request);
    const page = NewPasswordPage({
      ...{ look, problem, email: signedIn.account.email, reason: 'required' },
      action: ownPath(this.settings.issuer, '/interaction/change-password'),
      csrf: this.forms.tokenFor(request, reply),
      handle: { name: 'ticket', value: ticket },
    });
    sendPage(reply, page, redirectUri);
  }

  /** Of the application that the person is on the way to; mails look like its pages. */
  async surroundings(opened: WaitingRequest, request: FastifyRequest): Promise<Surroundings> {
    const { application, redirectUri } = await this.applications.of(opened, request);
    return { look: await this.looks.ofApplication(application), redirectUri };
  }
}
