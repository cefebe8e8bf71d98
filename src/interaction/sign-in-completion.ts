import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import type { ProvedPerson } from '../oauth/grants/password-verifier.js';
import { type AwaitingApplication, AwaitingApplications } from './awaiting-applications.js';
import { BrowserSignIn, type SignInChoice } from './browser-sign-in.js';
import { InsistedPasskeys } from './insisted-passkeys.js';
import { WaitingRequests } from './waiting-requests.js';

/** What a page of this browser waits for, checked again. */
export interface OpenedRequest extends AwaitingApplication {
  waiting: WaitingRequest;
}

/** Opens and continues what a person signs in for: the request of an application, or the code of a device. */
@Injectable()
export class SignInCompletion {
  constructor(
    private readonly requests: WaitingRequests,
    private readonly applications: AwaitingApplications,
    private readonly browser: BrowserSignIn,
    private readonly insisted: InsistedPasskeys,
  ) {}

  async open(ticket: string, request: FastifyRequest, reply: FastifyReply): Promise<OpenedRequest> {
    const waiting = await this.requests.open(ticket, request, reply);
    return { waiting, ...(await this.applications.of(waiting, request)) };
  }

  /** Begins the session, and goes on where the person was; or has the passkey set up first that the request insists on. */
  async signIn(
    person: ProvedPerson,
    opened: OpenedRequest,
    request: FastifyRequest,
    reply: FastifyReply,
    choice?: SignInChoice,
  ): Promise<void> {
    if (await this.insisted.ask(person, opened, request, reply, choice)) return;
    const sessionId = await this.browser.signIn(person, request, reply, choice);
    await this.requests.answered('signIn', sessionId, opened.waiting, request, reply);
  }

  /** Begins the session. @returns the path at which the person goes on */
  async signedIn(
    person: ProvedPerson,
    waiting: WaitingRequest,
    request: FastifyRequest,
    reply: FastifyReply,
    choice?: SignInChoice,
  ): Promise<string> {
    const sessionId = await this.browser.signIn(person, request, reply, choice);
    return this.requests.wayOnAfterSignIn(sessionId, waiting, request, reply);
  }
}
