import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AuthorizationRequest, scopesToAllow } from '../oauth/authorize/authorization-request.js';
import type { SignedIn } from '../oauth/authorize/next-step.js';
import { ScopeCatalogue } from '../oauth/stores/scope-catalogue.js';
import { ConsentPage } from '../pages/consent.page.js';
import { aboutApplication } from './about-application.js';
import { FormGuard } from './form-guard.js';
import { Looks } from '../pages/looks.js';
import { sendPage } from './page-headers.js';

@Injectable()
export class ConsentView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  async draw(
    waiting: AuthorizationRequest,
    { account }: SignedIn,
    ticket: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ) {
    const { client, redirectUri } = waiting;
    const catalogue = await this.catalogue.all();
    const grantable = scopesToAllow(waiting)
      .map((name) => catalogue.get(name))
      .filter((scope) => scope !== undefined)
      .filter((scope) => account.role === 'admin' || !scope.adminOnly);
    const page = ConsentPage({
      look: await this.looks.ofApplication(client.id),
      applicationName: client.name,
      about: aboutApplication(client, redirectUri),
      accountName: account.name ?? account.username ?? account.email,
      accountId: account.id,
      scopes: grantable,
      publishedAt: client.fromDocument === true ? placeOf(client.clientId) : undefined,
      returnsTo: placeOf(redirectUri),
      action: '/interaction/consent',
      switchAccount: `/interaction/sign-in?ticket=${ticket}`,
      csrf: this.forms.tokenFor(request, reply),
      ticket,
    });
    sendPage(reply, page, redirectUri);
  }
}

/** What a person can judge of an address: its host, or the application's own scheme. */
function placeOf(redirectUri: string): string {
  const url = new URL(redirectUri);
  return url.host === '' ? url.protocol : url.host;
}
