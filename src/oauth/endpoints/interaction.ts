import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../../protocol/refusal.js';
import type { AuthorizationResponse } from '../authorize/authorization-response.js';
import type { NextStep } from '../authorize/next-step.js';
import type { SignedIn } from '../authorize/signed-in.js';
import type { Application } from '../stores/applications.js';

/** The pages and the session of a browser. The core knows none: whoever draws the pages provides this. */
export abstract class Interaction {
  abstract signedIn(request: FastifyRequest): Promise<SignedIn | undefined>;

  /** What tells this browser from every other, signed in or not; a browser without gets one. Never for a form of another site. */
  abstract browserOf(request: FastifyRequest, reply: FastifyReply): string;

  /** Where a person does the next step. */
  abstract pageFor(step: Exclude<NextStep, 'issue'>, ticket: string): string;

  /** Sends an answer back to the client through the browser, in the mode it asked for. */
  abstract send(reply: FastifyReply, response: AuthorizationResponse): void;

  /** Tells a person what was refused; the answer goes to the client only when the person sends it. */
  abstract explain(
    refusal: Refusal,
    response: AuthorizationResponse,
    client: Application,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void;
}
