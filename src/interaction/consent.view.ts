import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { ConsentPage } from '../pages/consent.page.js';
import { Looks } from '../pages/looks.js';
import { ownPath } from '../protocol/own-address.js';
import { aboutApplication } from './about-application.js';
import type { AskedConsent } from './asked-consents.js';
import type { DecidingPage } from './deciding-pages.js';
import { placeOf } from './place-of.js';
import { shownApis } from './shown-apis.js';

@Injectable()
export class ConsentView {
  constructor(
    private readonly looks: Looks,
    private readonly settings: Settings,
  ) {}

  async of({ waiting, signedIn: { account }, scopes, apis }: AskedConsent, ticket: string): Promise<DecidingPage> {
    const { client, redirectUri, claims } = waiting;
    const { issuer } = this.settings;
    const look = await this.looks.ofApplication(client);
    return {
      draw: (form) =>
        ConsentPage({
          ...form,
          look,
          applicationName: client.name,
          about: aboutApplication(client, redirectUri),
          accountName: account.name ?? account.username ?? account.email,
          accountId: account.id,
          scopes,
          apis: shownApis(apis),
          returnsTo: placeOf(redirectUri),
          action: ownPath(issuer, '/interaction/consent'),
          switchAccount: ownPath(issuer, `/interaction/sign-in?ticket=${ticket}`),
          ticket,
        }),
      standsFor: { client: client.clientId, redirectUri, account: account.id, granted: waiting.scopes, claims, apis },
      formTarget: redirectUri,
    };
  }
}
