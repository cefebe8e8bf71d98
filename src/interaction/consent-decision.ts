import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AUTHORIZE_CHECKS } from '../oauth/authorize/checks.js';
import { AuthorizationError } from '../oauth/authorize/authorization-error.js';
import { type AuthorizationRequest, scopesToAllow } from '../oauth/authorize/authorization-request.js';
import type { AuthorizationResponse } from '../oauth/authorize/authorization-response.js';
import { Authorization } from '../oauth/authorize/authorization.js';
import { NextSteps, type SignedIn } from '../oauth/authorize/next-step.js';
import { AuthorizationPipeline } from '../oauth/authorize/pipeline.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { Consents } from '../oauth/stores/consents.js';
import { DocumentClients } from '../oauth/stores/document-clients.js';
import type { Origin } from '../protocol/origin.js';
import { Refusal } from '../protocol/refusal.js';

/** A request that waits for the consent of the person at the browser. */
export interface AskedConsent {
  waiting: AuthorizationRequest;
  signedIn: SignedIn;
}

@Injectable()
export class ConsentDecision {
  constructor(
    private readonly pipeline: AuthorizationPipeline,
    private readonly nextSteps: NextSteps,
    private readonly authorization: Authorization,
    private readonly interaction: Interaction,
    private readonly consents: Consents,
    private readonly documentClients: DocumentClients,
  ) {}

  /** Undefined when consent is not what the request waits for: then it goes back to where it is decided. */
  async prepare(ticket: WaitingRequest, request: FastifyRequest): Promise<AskedConsent | undefined> {
    const waiting = await this.pipeline.check(ticket, request.origin);
    const signedIn = await this.interaction.signedIn(request);
    const step = await this.nextSteps.of(waiting, signedIn, ticket);
    return signedIn !== undefined && step === 'consent' ? { waiting, signedIn } : undefined;
  }

  async take(
    decision: 'allow' | 'deny',
    { waiting, signedIn }: AskedConsent,
    origin: Origin,
  ): Promise<AuthorizationResponse> {
    const { client } = waiting;
    const { account } = signedIn;
    if (decision === 'deny') {
      const subject = { userId: account.id, clientId: client.clientId };
      const refusal = new Refusal('access_denied', 'The person denied the request', { subject });
      throw new AuthorizationError(refusal.at(AUTHORIZE_CHECKS, 'person', { client: client.name }), waiting);
    }
    if (client.fromDocument === true) await this.documentClients.keep(client, origin);
    await this.consents.allow(signedIn, client, scopesToAllow(waiting), origin);
    return this.authorization.grant(waiting, signedIn, origin);
  }
}
