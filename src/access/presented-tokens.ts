import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { shownSender } from '../oauth/endpoints/shown-sender.js';
import { DpopNonces } from '../oauth/sender/dpop-nonces.js';
import { InvalidToken } from '../protocol/refusal.js';
import type { PresentedToken } from './bearer.js';
import type { ProvedCaller } from './proved-caller.js';
import { TokenAuthentication } from './token-authentication.js';

/** Resolves the access token of a request to its caller. */
@Injectable()
export class PresentedTokens {
  constructor(
    private readonly authentication: TokenAuthentication,
    private readonly nonces: DpopNonces,
    private readonly settings: Settings,
  ) {}

  callerOf(token: PresentedToken, request: FastifyRequest, reply: FastifyReply): Promise<ProvedCaller> {
    // RFC 9449 §8.2: every answer carries the nonce for the next request
    if (token.scheme === 'DPoP') void reply.header('dpop-nonce', this.nonces.current());
    const sender = () => shownSender(request, this.settings);
    const shown = { value: token.value, scheme: token.scheme, sender };
    return this.authentication.callerOf(shown, request.origin).catch((error: unknown) => {
      // RFC 9449 §7.1: a client that is asked for Bearer would show a bound token without its proof
      throw token.scheme === 'DPoP' && error instanceof InvalidToken ? error.challengedBy('DPoP') : error;
    });
  }
}
