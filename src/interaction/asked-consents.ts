import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type AuthorizationRequest, scopesToAllow } from '../oauth/authorize/authorization-request.js';
import { NextSteps } from '../oauth/authorize/next-step.js';
import type { SignedIn } from '../oauth/authorize/signed-in.js';
import { AuthorizationPipeline } from '../oauth/authorize/pipeline.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { GrantedScope } from '../oauth/grants/granted-scope.js';
import { ResourceIndicators } from '../oauth/grants/resource-indicators.js';
import type { CatalogueScope } from '../oauth/stores/scope-catalogue.js';

/** What a person is asked to allow. */
export interface AskedConsent {
  waiting: AuthorizationRequest;
  signedIn: SignedIn;
  /** Nothing else is kept. */
  scopes: readonly CatalogueScope[];
  /** The APIs of the request: `THIS_SERVER`, or their resource indicators. */
  apis: readonly string[];
}

/** Determines the consent that a waiting request needs. */
@Injectable()
export class AskedConsents {
  constructor(
    private readonly pipeline: AuthorizationPipeline,
    private readonly nextSteps: NextSteps,
    private readonly interaction: Interaction,
    private readonly scopes: GrantedScope,
    private readonly resources: ResourceIndicators,
  ) {}

  /** Undefined if the request does not wait for consent; then it goes back to the authorization endpoint. */
  async of(ticket: WaitingRequest, request: FastifyRequest): Promise<AskedConsent | undefined> {
    const waiting = await this.pipeline.check(ticket, request.origin);
    const signedIn = await this.interaction.signedIn(request);
    const step = await this.nextSteps.of(waiting, signedIn, ticket.answers);
    if (signedIn === undefined || step !== 'consent') return undefined;
    return {
      waiting,
      signedIn,
      scopes: await this.scopes.grantable(scopesToAllow(waiting), signedIn.account.role),
      apis: this.resources.apisOf(waiting.resources),
    };
  }
}
