import { Injectable } from '@nestjs/common';
import type { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest, Refusal } from '../../protocol/refusal.js';
import type { Application } from '../stores/applications.js';
import { AuthorizationError } from './authorization-error.js';
import type { AuthorizationRequest, ReturnAddress } from './authorization-request.js';
import { CHECKS } from './checks.js';
import { IdTokenHints } from './id-token-hint.js';
import { ReturnAddresses } from './return-address.js';

/** Turns the parameters of an authorization request into one that holds, or into the right kind of error. */
@Injectable()
export class AuthorizationPipeline {
  constructor(
    private readonly addresses: ReturnAddresses,
    private readonly hints: IdTokenHints,
  ) {}

  /**
   * @throws Refusal before client and redirect URI are verified
   * @throws AuthorizationError afterwards
   */
  async check(parameters: Parameters): Promise<AuthorizationRequest> {
    const address = await this.addresses.of(parameters);
    try {
      const established = CHECKS.map((check) => check(parameters, address));
      const request = Object.assign({}, address, ...established) as AuthorizationRequest;
      const hinted = this.hintedSubject(parameters, address.client);
      return hinted === undefined ? request : { ...request, expectedSubjects: [...request.expectedSubjects, hinted] };
    } catch (error) {
      throw toClient(error, address);
    }
  }

  private hintedSubject(parameters: Parameters, { clientId }: Application): string | undefined {
    const hint = parameters.optional('id_token_hint');
    if (hint === undefined) return undefined;
    const hinted = this.hints.read(hint);
    if (hinted?.clientId !== clientId) {
      throw InvalidRequest.field('id_token_hint', 'is not an id_token that this server gave this application');
    }
    return hinted.subject;
  }
}

/** A refusal from here on is the client's to hear; anything else stays what it is. */
export function toClient(error: unknown, address: ReturnAddress): unknown {
  return error instanceof Refusal ? new AuthorizationError(error, address) : error;
}
