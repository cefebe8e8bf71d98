import { Injectable } from '@nestjs/common';
import { RefreshRotation } from '../tokens/refresh-rotation.js';
import type { TokenSet } from '../tokens/token-issuer.js';
import { Grant, type GrantRequest } from './grant.js';

/**
 * Trades a refresh token for a new token set; every use rotates the token.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
@Injectable()
export class RefreshTokenGrant extends Grant {
  readonly grantType = 'refresh_token';

  constructor(private readonly rotation: RefreshRotation) {
    super();
  }

  handle({ client, parameters, origin }: GrantRequest): Promise<TokenSet> {
    return this.rotation.rotate({
      token: parameters.required('refresh_token'),
      application: client,
      scope: parameters.optional('scope'),
      origin,
    });
  }
}
