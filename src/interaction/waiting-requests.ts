import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../clock/clock.js';
import type { Answers } from '../oauth/authorize/answers.js';
import { Tickets, type WaitingRequest } from '../oauth/authorize/ticket.js';
import { BrowserMark } from './browser-mark.js';

/** The waiting authorization requests of this browser. */
@Injectable()
export class WaitingRequests {
  constructor(
    private readonly tickets: Tickets,
    private readonly mark: BrowserMark,
    private readonly clock: Clock,
  ) {}

  open(ticket: string, request: FastifyRequest, reply: FastifyReply): WaitingRequest {
    return this.tickets.open(ticket, this.mark.nameOf(request, reply));
  }

  /** The request of a redirect, and its ticket for this browser's pages. */
  arrive(ticket: string, request: FastifyRequest, reply: FastifyReply): { waiting: WaitingRequest; ticket: string } {
    const browser = this.mark.nameOf(request, reply);
    const waiting = this.tickets.openArriving(ticket, browser);
    return { waiting, ticket: this.tickets.seal(waiting, browser) };
  }

  /** Sends the browser back to the authorization endpoint. RFC 9700 §4.12: 303 after a form. */
  goOn(ticket: string, reply: FastifyReply): void {
    void reply.status(303).header('location', `/oauth/authorize/resume?ticket=${ticket}`).send();
  }

  /** As `goOn`, with the action that the person has just taken. */
  answered(
    answer: keyof Answers,
    sessionId: string,
    waiting: WaitingRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const answers = { ...waiting.answers, [answer]: { sessionId, at: this.clock.now().getTime() } };
    this.goOn(this.tickets.seal({ ...waiting, answers }, this.mark.nameOf(request, reply)), reply);
  }
}
