import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import { Parameters } from '../protocol/parameters.js';
import { DEVICE, WaitingRequests } from './waiting-requests.js';

/**
 * Carries the code of a device from the form where a person entered it to the following pages. Only that form, sent from
 * our own page, creates a ticket: a link or an image on another site causes no look-up and no counted guess.
 */
@Injectable()
export class DeviceTickets {
  constructor(private readonly waiting: WaitingRequests) {}

  /** Sends the browser to the page that shows the device. */
  async show(userCode: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.waiting.send(DEVICE, this.begun(userCode), request, reply);
  }

  /** As `show`, after the person has signed in for it. */
  async signedIn(userCode: string, sessionId: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.waiting.answered('signIn', sessionId, this.begun(userCode), request, reply);
  }

  /** @throws InvalidRequest for an expired ticket, or one of another browser */
  async codeIn(ticket: string, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return (await this.waiting.open(ticket, request, reply)).parameters.required('user_code');
  }

  /**
   * The next page for a person whose password is to be changed: the sign-in proves the present one, if it was made for
   * this device.
   */
  async goOnToPassword(
    ticket: string,
    sessionId: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<'sign-in' | 'sent'> {
    if (!this.waiting.hasSignedIn(await this.waiting.open(ticket, request, reply), sessionId)) return 'sign-in';
    this.waiting.goTo('/interaction/change-password', ticket, reply);
    return 'sent';
  }

  /** The wait for this device, from now on. */
  begun(userCode: string): WaitingRequest {
    return this.waiting.begun(Parameters.fromForm(new URLSearchParams({ user_code: userCode }).toString()));
  }
}
