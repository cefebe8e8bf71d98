import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../clock/clock.js';
import { Tickets } from '../oauth/authorize/ticket.js';
import { Parameters } from '../protocol/parameters.js';
import { BrowserMark } from './browser-mark.js';
import { WaitingRequests } from './waiting-requests.js';

/**
 * Carries the code of a device from the form where a person entered it to the following pages. Only that form, sent from
 * our own page, creates a ticket: a link or an image on another site causes no look-up and no counted guess.
 */
@Injectable()
export class DeviceTickets {
  constructor(
    private readonly tickets: Tickets,
    private readonly waiting: WaitingRequests,
    private readonly mark: BrowserMark,
    private readonly clock: Clock,
  ) {}

  of(userCode: string, request: FastifyRequest, reply: FastifyReply): string {
    const parameters = Parameters.fromForm(new URLSearchParams({ user_code: userCode }).toString());
    return this.tickets.seal({ parameters, startedAt: this.clock.now() }, this.mark.nameOf(request, reply));
  }

  /** @throws InvalidRequest for an expired ticket, or one of another browser */
  codeIn(ticket: string, request: FastifyRequest, reply: FastifyReply): string {
    return this.waiting.open(ticket, request, reply).parameters.required('user_code');
  }
}
