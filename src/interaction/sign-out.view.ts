import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings.js';
import type { SignOutRequest } from '../oidc/sign-out-request.js';
import type { Look } from '../pages/layout.js';
import { Looks } from '../pages/looks.js';
import { MessagePage } from '../pages/message.page.js';
import { NotSignedInPage } from '../pages/not-signed-in.page.js';
import { SignOutPage } from '../pages/sign-out.page.js';
import { SignedOutPage } from '../pages/signed-out.page.js';
import { ownPath } from '../protocol/own-address.js';
import type { Session } from '../access/sessions.js';
import type { DecidingPage } from './deciding-pages.js';
import { sendPage } from './page-headers.js';
import { placeOf } from './place-of.js';

@Injectable()
export class SignOutView {
  constructor(
    private readonly looks: Looks,
    private readonly settings: Settings,
  ) {}

  async asking(signOut: SignOutRequest, { account }: Session, ticket: string): Promise<DecidingPage> {
    const { client, returnTo } = signOut;
    const look = await this.lookOf(signOut);
    return {
      draw: (form) =>
        SignOutPage({
          ...form,
          look,
          applicationName: client?.name,
          accountName: account.name ?? account.username ?? account.email,
          action: ownPath(this.settings.issuer, '/interaction/sign-out'),
          ticket,
        }),
      standsFor: { client: client?.clientId, returnTo, account: account.id },
      formTarget: returnTo,
    };
  }

  /** Without frames to wait for, the browser continues at once. */
  async signedOut(signOut: SignOutRequest, frames: readonly string[], reply: FastifyReply): Promise<void> {
    const { returnTo } = signOut;
    if (returnTo !== undefined && frames.length === 0) {
      void reply.status(303).header('location', returnTo).header('cache-control', 'no-store').send();
      return;
    }
    sendPage(reply, SignedOutPage({ look: await this.lookOf(signOut), frames, returnTo }), undefined, frames);
  }

  /** RFC 9700 §4.11.2: a link without a person's decision or an id_token does not redirect. */
  async wasSignedOut(signOut: SignOutRequest, reply: FastifyReply): Promise<void> {
    const { client, returnTo } = signOut;
    const wayOn =
      returnTo === undefined || client === undefined
        ? undefined
        : { applicationName: client.name, place: placeOf(returnTo), to: { href: returnTo } };
    sendPage(reply, NotSignedInPage({ look: await this.lookOf(signOut), wayOn }));
  }

  async stillSignedIn(signOut: SignOutRequest, reply: FastifyReply): Promise<void> {
    const text = 'Nothing has changed. You can close this page.';
    sendPage(reply, MessagePage({ look: await this.lookOf(signOut), title: 'You are still signed in', text }));
  }

  private lookOf({ client }: SignOutRequest): Promise<Look> {
    return client === undefined ? Promise.resolve(this.looks.own()) : this.looks.ofApplication(client);
  }
}
