import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { titleOf } from '../http/page.dialect.js';
import { statusOf } from '../http/status.js';
import { type AuthorizationResponse, locationOf } from '../oauth/authorize/authorization-response.js';
import type { NextStep } from '../oauth/authorize/next-step.js';
import type { SignedIn } from '../oauth/authorize/signed-in.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import type { Application } from '../oauth/stores/applications.js';
import { ErrorPage } from '../pages/error.page.js';
import { FormPostPage } from '../pages/form-post.page.js';
import type { Look } from '../pages/layout.js';
import { Looks } from '../pages/looks.js';
import type { WayOn } from '../pages/way-on.js';
import type { Refusal } from '../protocol/refusal.js';
import { browserStateOf, SessionCookie } from '../access/session-cookie.js';
import { Sessions } from '../access/sessions.js';
import { sendPage } from './page-headers.js';
import { placeOf } from './place-of.js';
import { RESUME, WaitingRequests } from './waiting-requests.js';

/** Provides the pages and the session of the authorization endpoint. */
@Injectable()
export class BrowserInteraction extends Interaction {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly requests: WaitingRequests,
    private readonly looks: Looks,
  ) {
    super();
  }

  async signedIn(request: FastifyRequest): Promise<SignedIn | undefined> {
    const secret = this.cookie.read(request);
    const session = secret === undefined ? undefined : await this.sessions.find(secret);
    if (secret === undefined || session === undefined) return undefined;
    return { ...session, sessionId: session.id, browserState: browserStateOf(secret) };
  }

  ask(
    step: Exclude<NextStep, 'issue'>,
    waiting: WaitingRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    return this.requests.send(`/interaction/${step}`, waiting, request, reply);
  }

  askAgain(waiting: WaitingRequest, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return this.requests.sendUnbound(RESUME, waiting, request, reply);
  }

  broughtBack(ticket: string, request: FastifyRequest, reply: FastifyReply): Promise<WaitingRequest> {
    return this.requests.openArriving(ticket, request, reply);
  }

  /** RFC 9700 §4.12: 303, so that no browser repeats a form's fields at the client. */
  async send(response: AuthorizationResponse, client: Application, reply: FastifyReply): Promise<void> {
    if (response.responseMode === 'form_post') {
      const { redirectUri, parameters } = response;
      const look = await this.lookOf(client);
      sendPage(reply, FormPostPage({ look, action: redirectUri, parameters }), redirectUri);
      return;
    }
    void reply
      .status(303)
      .header('location', locationOf(response))
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .send();
  }

  async explain(
    { reason, description: explanation }: Refusal,
    response: AuthorizationResponse,
    client: Application,
    { id: requestId }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { redirectUri, responseMode, parameters } = response;
    const to: WayOn['to'] =
      responseMode === 'form_post' ? { action: redirectUri, parameters } : { href: locationOf(response) };
    const wayOn = { applicationName: client.name, place: placeOf(redirectUri), to };
    const title = titleOf(statusOf(reason));
    const look = await this.lookOf(client);
    sendPage(reply, ErrorPage({ look, title, explanation, requestId, wayOn }), redirectUri);
  }

  /** An answer is worth more than its look. */
  private lookOf(client: Application): Promise<Look> {
    return this.looks.ofApplication(client).catch(() => this.looks.own());
  }
}
