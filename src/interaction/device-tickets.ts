import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Parameters } from '../protocol/parameters.js';
import { WaitingRequests } from './waiting-requests.js';

/**
 * Carries the code of a device from the form where a person entered it to the following pages. Only that form, sent from
 * our own page, creates a ticket: a link or an image on another site causes no look-up and no counted guess.
 */
@Injectable()
export class DeviceTickets {
  constructor(private readonly waiting: WaitingRequests) {}

  /** Sends the browser to the page that shows the device. */
  async show(userCode: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const parameters = Parameters.fromForm(new URLSearchParams({ user_code: userCode }).toString());
    await this.waiting.send('/device/confirm', this.waiting.begun(parameters), request, reply);
  }

  /** @throws InvalidRequest for an expired ticket, or one of another browser */
  async codeIn(ticket: string, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return (await this.waiting.open(ticket, request, reply)).parameters.required('user_code');
  }
}
