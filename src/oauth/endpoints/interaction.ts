import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../../protocol/refusal.js';
import type { AuthorizationResponse } from '../authorize/authorization-response.js';
import type { NextStep } from '../authorize/next-step.js';
import type { SignedIn } from '../authorize/signed-in.js';
import type { WaitingRequest } from '../authorize/ticket.js';
import type { Application } from '../stores/applications.js';

/** The pages and the session of a browser, which the core does not know. The module with the pages provides this. */
export abstract class Interaction {
  abstract signedIn(request: FastifyRequest): Promise<SignedIn | undefined>;

  /** Sends the browser to the page of the next step, with a ticket for the request. */
  abstract ask(
    step: Exclude<NextStep, 'issue'>,
    waiting: WaitingRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void>;

  /** Redirects the browser back here with the request: a form of another site was sent without a cookie. */
  abstract askAgain(waiting: WaitingRequest, request: FastifyRequest, reply: FastifyReply): Promise<void>;

  /** The request of the ticket that the browser brings back. @throws InvalidRequest for a ticket of another browser */
  abstract broughtBack(ticket: string, request: FastifyRequest, reply: FastifyReply): Promise<WaitingRequest>;

  /** Sends an answer to the client through the browser, in the requested response mode. */
  abstract send(response: AuthorizationResponse, client: Application, reply: FastifyReply): Promise<void>;

  /** Shows a refusal to the person; the answer goes to the client only if the person sends it. */
  abstract explain(
    refusal: Refusal,
    response: AuthorizationResponse,
    client: Application,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void>;
}
