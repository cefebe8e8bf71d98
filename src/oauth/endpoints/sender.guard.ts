import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { DpopNonces } from '../sender/dpop-nonces.js';
import { SenderConstraint } from '../sender/sender-constraint.js';
import { shownSender } from './shown-sender.js';

/** Establishes the key to which the tokens of a request are bound; runs after the guard that authenticates the client. */
@Injectable()
export class SenderGuard implements CanActivate {
  constructor(
    private readonly constraint: SenderConstraint,
    private readonly nonces: DpopNonces,
    private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (request.client === undefined) throw new Error('the client must be established first');
    const shown = shownSender(request, this.settings);
    if (shown.proof !== undefined) http.getResponse<FastifyReply>().header('dpop-nonce', this.nonces.current());
    request.confirmation = await this.constraint.of(shown, request.client);
    // a function made here for each request would keep it from young collections (docs/performance.md)
    request.sender = shown;
    return true;
  }
}
