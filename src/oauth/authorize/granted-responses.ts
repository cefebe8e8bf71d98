import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { Origin } from '../../protocol/origin.js';
import { AuthorizationAdditions } from './authorization-additions.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { type AuthorizationResponse, responseTo } from './authorization-response.js';
import { CodeIssuer } from './code-issuer.js';
import { toClient } from './pipeline.js';
import type { SignedIn } from './signed-in.js';

/** The response to a request that was granted: a code, and what OpenID Connect adds. */
@Injectable()
export class GrantedResponses {
  constructor(
    private readonly codes: CodeIssuer,
    private readonly additions: AuthorizationAdditions,
    private readonly settings: Settings,
  ) {}

  /** @throws AuthorizationError */
  async to(request: AuthorizationRequest, signedIn: SignedIn, origin: Origin): Promise<AuthorizationResponse> {
    try {
      const code = await this.codes.issue(request, signedIn, origin);
      return responseTo(request, this.settings.issuer, { code, ...this.additions.for(request, signedIn) });
    } catch (error) {
      throw toClient(error, request);
    }
  }
}
