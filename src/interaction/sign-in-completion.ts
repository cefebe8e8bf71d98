import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthorizationPipeline } from '../oauth/authorize/pipeline.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import type { ProvedPerson } from '../oauth/grants/password-verifier.js';
import type { Application } from '../oauth/stores/applications.js';
import { BrowserSignIn, type SignInChoice } from './browser-sign-in.js';
import { DeviceDecision } from './device-decision.js';
import { InsistedPasskeys } from './insisted-passkeys.js';
import { RESUME, WaitingRequests } from './waiting-requests.js';

/** What a page of this browser waits for, checked again. */
interface OpenedRequest {
  waiting: WaitingRequest;
  /** Undefined: a device waits. */
  client: Application | undefined;
  /** The classes of authentication that the request insists on. */
  essentialAcrs: readonly string[];
}

interface OpenedForApplication extends OpenedRequest {
  application: Application;
  /** Undefined: a device waits. */
  redirectUri: string | undefined;
}

/** Opens and continues what a person signs in for: the request of an application, or the code of a device. */
@Injectable()
export class SignInCompletion {
  constructor(
    private readonly requests: WaitingRequests,
    private readonly pipeline: AuthorizationPipeline,
    private readonly browser: BrowserSignIn,
    private readonly devices: DeviceDecision,
    private readonly insisted: InsistedPasskeys,
  ) {}

  async open(ticket: string, request: FastifyRequest, reply: FastifyReply): Promise<OpenedRequest> {
    const waiting = await this.requests.open(ticket, request, reply);
    if (this.requests.wayOnOf(waiting) !== RESUME) return { waiting, client: undefined, essentialAcrs: [] };
    const { client, essentialAcrs } = await this.pipeline.check(waiting, request.origin);
    request.origin.onPagesOf = client.clientId;
    return { waiting, client, essentialAcrs };
  }

  /** As `open`, with the application that a sign-in page names: that of the request, or the one on the device. */
  async openForApplication(
    ticket: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<OpenedForApplication> {
    const waiting = await this.requests.open(ticket, request, reply);
    if (this.requests.wayOnOf(waiting) === RESUME) {
      const { client, redirectUri, essentialAcrs } = await this.pipeline.check(waiting, request.origin);
      request.origin.onPagesOf = client.clientId;
      return { waiting, client, application: client, redirectUri, essentialAcrs };
    }
    const { application } = await this.devices.find(waiting.parameters.required('user_code'), request.origin);
    return { waiting, client: undefined, application, redirectUri: undefined, essentialAcrs: [] };
  }

  /** Begins the session, and goes on where the person was; or has the passkey set up first that the request insists on. */
  async signIn(
    person: ProvedPerson,
    { waiting, client, essentialAcrs }: OpenedRequest,
    request: FastifyRequest,
    reply: FastifyReply,
    choice?: SignInChoice,
  ): Promise<void> {
    const asked = client && { waiting, application: client, essentialAcrs };
    if (asked !== undefined && (await this.insisted.ask(person, asked, request, reply))) return;
    const sessionId = await this.browser.signIn(person, request, reply, choice);
    await this.requests.answered('signIn', sessionId, waiting, request, reply);
  }

  /** Begins the session. @returns the path at which the person goes on */
  async signedIn(
    person: ProvedPerson,
    waiting: WaitingRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const sessionId = await this.browser.signIn(person, request, reply);
    return this.requests.wayOnAfterSignIn(sessionId, waiting, request, reply);
  }
}
