import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { refuseAccountAddress } from '../oauth/authorize/account-address.js';
import { AUTHORIZE_CHECKS } from '../oauth/authorize/checks.js';
import { AuthorizationError } from '../oauth/authorize/authorization-error.js';
import type { AuthorizationResponse } from '../oauth/authorize/authorization-response.js';
import { GrantedResponses } from '../oauth/authorize/granted-responses.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import { Consents } from '../oauth/stores/consents.js';
import { DocumentClients } from '../oauth/stores/document-clients.js';
import type { Origin } from '../protocol/origin.js';
import { Refusal } from '../protocol/refusal.js';
import { type AskedConsent, AskedConsents } from './asked-consents.js';

@Injectable()
export class ConsentDecision {
  constructor(
    private readonly asked: AskedConsents,
    private readonly responses: GrantedResponses,
    private readonly consents: Consents,
    private readonly documentClients: DocumentClients,
  ) {}

  /** Undefined if the request does not wait for consent; then it goes back to the authorization endpoint. */
  prepare(ticket: WaitingRequest, request: FastifyRequest): Promise<AskedConsent | undefined> {
    return this.asked.of(ticket, request);
  }

  /** Stores exactly the shown scopes. @throws AuthorizationError */
  async take(decision: 'allow' | 'deny', asked: AskedConsent, origin: Origin): Promise<AuthorizationResponse> {
    const { waiting, signedIn, apis } = asked;
    const { client } = waiting;
    const { account } = signedIn;
    if (decision === 'deny') {
      const subject = { userId: account.id, clientId: client.clientId };
      const refusal = new Refusal('access_denied', 'The person denied the request', { subject });
      throw new AuthorizationError(refusal.at(AUTHORIZE_CHECKS, 'person', { client: client.name }), waiting);
    }
    refuseAccountAddress(waiting, signedIn, origin);
    if (client.fromDocument === true) await this.documentClients.keep(client, origin);
    const scopes = asked.scopes.map(({ name }) => name);
    await this.consents.allow(signedIn, client, { scopes, apis }, origin);
    return this.responses.to(waiting, signedIn, origin);
  }
}
