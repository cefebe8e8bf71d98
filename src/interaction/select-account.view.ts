import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import type { AuthorizationRequest } from '../oauth/authorize/authorization-request.js';
import type { SignedIn } from '../oauth/authorize/signed-in.js';
import { Looks } from '../pages/looks.js';
import { SelectAccountPage } from '../pages/select-account.page.js';
import { ownPath } from '../protocol/own-address.js';
import { aboutApplication } from './about-application.js';
import type { DecidingPage } from './deciding-pages.js';

@Injectable()
export class SelectAccountView {
  constructor(
    private readonly looks: Looks,
    private readonly settings: Settings,
  ) {}

  async of(
    { client, redirectUri }: AuthorizationRequest,
    { account }: SignedIn,
    ticket: string,
  ): Promise<DecidingPage> {
    const look = await this.looks.ofApplication(client);
    return {
      draw: (form) =>
        SelectAccountPage({
          ...form,
          look,
          applicationName: client.name,
          about: aboutApplication(client, redirectUri),
          accountName: account.name ?? account.username ?? account.email,
          email: account.email,
          accountId: account.id,
          action: ownPath(this.settings.issuer, '/interaction/select-account'),
          ticket,
        }),
      standsFor: { client: client.clientId, redirectUri, account: account.id },
      formTarget: redirectUri,
    };
  }
}
