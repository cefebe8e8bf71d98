import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AuthorizationResponse, locationOf } from '../oauth/authorize/authorization-response.js';
import type { NextStep, SignedIn } from '../oauth/authorize/next-step.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { FormPostPage } from '../pages/form-post.page.js';
import { browserStateOf, SessionCookie } from '../sessions/session-cookie.js';
import { Sessions } from '../sessions/sessions.js';
import { sendPage } from './page-headers.js';

/** Gives the authorization endpoint its pages and the session of a browser's cookie. */
@Injectable()
export class BrowserInteraction extends Interaction {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
  ) {
    super();
  }

  async signedIn(request: FastifyRequest): Promise<SignedIn | undefined> {
    const secret = this.cookie.read(request);
    const session = secret === undefined ? undefined : await this.sessions.find(secret);
    if (secret === undefined || session === undefined) return undefined;
    return { ...session, sessionId: session.id, browserState: browserStateOf(secret) };
  }

  pageFor(step: Exclude<NextStep, 'issue'>, ticket: string): string {
    return `/interaction/${step}?ticket=${ticket}`;
  }

  /** RFC 9700 §4.12: 303, so that no browser repeats a form's fields at the client. */
  send(reply: FastifyReply, response: AuthorizationResponse): void {
    if (response.responseMode === 'form_post') {
      const { redirectUri, parameters } = response;
      sendPage(reply, FormPostPage({ action: redirectUri, parameters }), redirectUri);
      return;
    }
    void reply
      .status(303)
      .header('location', locationOf(response))
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .send();
  }
}
