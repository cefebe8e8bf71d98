import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthorizationRequest } from '../oauth/authorize/authorization-request.js';
import type { SignedIn } from '../oauth/authorize/next-step.js';
import { Looks } from '../pages/looks.js';
import { SelectAccountPage } from '../pages/select-account.page.js';
import { aboutApplication } from './about-application.js';
import { FormGuard } from './form-guard.js';
import { sendPage } from './page-headers.js';

@Injectable()
export class SelectAccountView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
  ) {}

  async draw(
    { client, redirectUri }: AuthorizationRequest,
    { account }: SignedIn,
    ticket: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const page = SelectAccountPage({
      look: await this.looks.ofApplication(client.id),
      applicationName: client.name,
      about: aboutApplication(client, redirectUri),
      accountName: account.name ?? account.username ?? account.email,
      email: account.email,
      accountId: account.id,
      action: '/interaction/select-account',
      csrf: this.forms.tokenFor(request, reply),
      ticket,
    });
    sendPage(reply, page, redirectUri);
  }
}
