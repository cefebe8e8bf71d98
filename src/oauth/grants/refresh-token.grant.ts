import { Injectable } from '@nestjs/common';
import { RefreshRotation } from '../tokens/refresh-rotation.js';
import type { TokenSet } from '../tokens/token-issuer.js';
import { Grant, type GrantRequest } from './grant.js';
import { ResourceIndicators } from './resource-indicators.js';

/**
 * Trades a refresh token for a new token set; every use rotates the token.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
@Injectable()
export class RefreshTokenGrant extends Grant {
  readonly grantType = 'refresh_token';

  constructor(
    private readonly rotation: RefreshRotation,
    private readonly resources: ResourceIndicators,
  ) {
    super();
  }

  async handle({ client, parameters, origin, confirmation }: GrantRequest): Promise<TokenSet> {
    return this.rotation.rotate({
      token: parameters.required('refresh_token'),
      application: client,
      scope: parameters.optional('scope'),
      resources: await this.resources.asked(parameters),
      confirmation,
      origin,
    });
  }
}
