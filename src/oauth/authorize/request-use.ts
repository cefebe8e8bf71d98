import { Injectable } from '@nestjs/common';
import type { Origin } from '../../protocol/origin.js';
import { Applications } from '../stores/applications.js';
import { DocumentClients } from '../stores/document-clients.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { PushedAuthorization } from './pushed-authorization.js';

/** Records that a request is granted: a pushed one is used up, a client from a document gets its row. */
@Injectable()
export class RequestUse {
  constructor(
    private readonly pushed: PushedAuthorization,
    private readonly documentClients: DocumentClients,
    private readonly applications: Applications,
  ) {}

  /** Records that the request waits for a person. */
  async wait({ pushedAs }: AuthorizationRequest, startedAt: Date, origin: Origin): Promise<void> {
    if (pushedAs !== undefined) await this.pushed.stay(pushedAs, startedAt, origin);
  }

  /** @throws Refusal for a pushed request that was used before */
  async record({ client, pushedAs, codeChallenge }: AuthorizationRequest, origin: Origin): Promise<void> {
    if (pushedAs !== undefined) await this.pushed.use(pushedAs, client, origin);
    if (client.fromDocument === true) await this.documentClients.keep(client, origin);
    if (codeChallenge === undefined) this.applications.codeWithoutPkceUsed(client.clientId);
  }
}
