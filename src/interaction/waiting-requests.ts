import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HalfMark } from '../access/half-mark.js';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import { seeOther } from '../http/see-other.js';
import { type Answers, isAnswered } from '../oauth/authorize/answers.js';
import { Tickets, type WaitingRequest } from '../oauth/authorize/ticket.js';
import type { Parameters } from '../protocol/parameters.js';
import { BrowserMark } from './browser-mark.js';

/** The path at which an authorization request continues. */
export const RESUME = '/oauth/authorize/resume';
/** The path at which a device is asked about; its tickets name no client. */
export const DEVICE = '/device/confirm';

/** The waiting requests of this browser. */
@Injectable()
export class WaitingRequests {
  constructor(
    private readonly tickets: Tickets,
    private readonly mark: BrowserMark,
    private readonly halves: HalfMark,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** One that begins now. */
  begun(parameters: Parameters): WaitingRequest {
    return { parameters, startedAt: this.clock.now() };
  }

  /** Its ticket for this browser's pages. */
  seal(waiting: WaitingRequest, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return this.tickets.seal(waiting, this.mark.nameOf(request, reply), request.origin.address);
  }

  async open(ticket: string, request: FastifyRequest, reply: FastifyReply): Promise<WaitingRequest> {
    return this.withoutEndedHalf(await this.tickets.open(ticket, this.mark.namesOf(request, reply)), request);
  }

  /** One that a redirect brought. */
  async openArriving(ticket: string, request: FastifyRequest, reply: FastifyReply): Promise<WaitingRequest> {
    return this.withoutEndedHalf(await this.tickets.openArriving(ticket, this.mark.namesOf(request, reply)), request);
  }

  /** Sends the browser to the page at this path with the request. */
  async send(path: string, waiting: WaitingRequest, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    this.goTo(path, await this.seal(waiting, request, reply), reply);
  }

  /** As `send`, for a form of another site: the first browser that comes with it is its own. */
  async sendUnbound(
    path: string,
    waiting: WaitingRequest,
    { origin }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    this.goTo(path, await this.tickets.seal(waiting, null, origin.address), reply);
  }

  goTo(path: string, ticket: string | undefined, reply: FastifyReply): void {
    seeOther(reply, this.settings.issuer, ticket === undefined ? path : `${path}?ticket=${ticket}`);
  }

  /** Sends the browser back to the authorization endpoint. */
  goOn(ticket: string, reply: FastifyReply): void {
    this.goTo(RESUME, ticket, reply);
  }

  /** Where it continues: at the authorization endpoint or at the question about a device. */
  wayOnOf({ parameters }: WaitingRequest): string {
    return parameters.has('client_id') ? RESUME : DEVICE;
  }

  /** Whether the person of this session signed in for it, a short time ago. */
  hasSignedIn({ answers }: WaitingRequest, sessionId: string): boolean {
    return isAnswered(answers?.signIn, sessionId, this.clock.now());
  }

  /** As `goOn`, with the action that the person has just taken. */
  async answered(
    answer: 'signIn' | 'account',
    sessionId: string,
    waiting: WaitingRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const next = this.withAnswer(answer, sessionId, waiting);
    await this.send(this.wayOnOf(waiting), next, request, reply);
  }

  /** The path at which it continues after a sign-in, for a page that comes in between. */
  async wayOnAfterSignIn(
    sessionId: string,
    waiting: WaitingRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const ticket = await this.seal(this.withAnswer('signIn', sessionId, waiting), request, reply);
    return `${this.wayOnOf(waiting)}?ticket=${ticket}`;
  }

  /** Half a sign-in ends in its browser before it expires in its ticket. */
  private withoutEndedHalf(waiting: WaitingRequest, request: FastifyRequest): WaitingRequest {
    const { half, ...answers } = waiting.answers ?? {};
    if (half?.browser === undefined || this.halves.isOf(half.browser, request)) return waiting;
    return { ...waiting, answers };
  }

  private withAnswer(answer: 'signIn' | 'account', sessionId: string, waiting: WaitingRequest): WaitingRequest {
    const { half: _, ...earlier } = waiting.answers ?? {};
    const answers: Answers = { ...earlier, [answer]: { sessionId, at: this.clock.now().getTime() } };
    return { ...waiting, answers };
  }
}
