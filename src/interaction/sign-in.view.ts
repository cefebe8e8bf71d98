import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import type { AuthorizationRequest } from '../oauth/authorize/authorization-request.js';
import { SignInPage } from '../pages/sign-in.page.js';
import { ownPath } from '../protocol/own-address.js';
import { aboutApplication } from './about-application.js';
import { FormGuard } from './form-guard.js';
import { Looks } from '../pages/looks.js';
import { sendPage } from './page-headers.js';

interface SignInForm {
  waiting: AuthorizationRequest;
  ticket: string;
  username: string;
  problem: string | undefined;
}

@Injectable()
export class SignInView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly settings: Settings,
  ) {}

  async draw({ waiting, ...form }: SignInForm, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { client, redirectUri } = waiting;
    const look = await this.looks.ofApplication(client);
    const csrf = this.forms.tokenFor(request, reply);
    const about = aboutApplication(client, redirectUri);
    const page = SignInPage({
      ...form,
      look,
      about,
      applicationName: client.name,
      action: ownPath(this.settings.issuer, '/interaction/sign-in'),
      forgotten: ownPath(this.settings.issuer, `/interaction/forgotten?ticket=${form.ticket}`),
      csrf,
    });
    sendPage(reply, page, redirectUri);
  }
}
