import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../../protocol/refusal.js';
import type { AuthorizationResponse } from '../authorize/authorization-response.js';
import type { NextStep } from '../authorize/next-step.js';
import type { SignedIn } from '../authorize/signed-in.js';
import type { Application } from '../stores/applications.js';

/** The pages and the session of a browser, which the core does not know. The module with the pages provides this. */
export abstract class Interaction {
  abstract signedIn(request: FastifyRequest): Promise<SignedIn | undefined>;

  /** The mark of this browser, signed in or not; created if missing. Never for a form of another site. */
  abstract browserOf(request: FastifyRequest, reply: FastifyReply): string;

  /** Sends the browser to the page of the next step. */
  abstract pageFor(step: Exclude<NextStep, 'issue'>, ticket: string): string;

  /** Sends an answer to the client through the browser, in the requested response mode. */
  abstract send(reply: FastifyReply, response: AuthorizationResponse): void;

  /** Shows a refusal to the person; the answer goes to the client only if the person sends it. */
  abstract explain(
    refusal: Refusal,
    response: AuthorizationResponse,
    client: Application,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void;
}
