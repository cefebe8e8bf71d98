import { Injectable } from '@nestjs/common';
import { CheckList } from '../../protocol/check-list.js';
import { SenderConstraint } from '../sender/sender-constraint.js';
import { ROTATION_CHECKS } from '../stores/sign-in-checks.js';
import { RefreshRotation } from '../tokens/refresh-rotation.js';
import type { TokenSet } from '../tokens/token-issuer.js';
import { Grant, type GrantRequest } from './grant.js';
import { GRANT_CHECKS } from './grant-checks.js';
import { RESOURCE_CHECKS, ResourceIndicators } from './resource-indicators.js';

const CHECKS = new CheckList({
  ...GRANT_CHECKS.sentences,
  ...RESOURCE_CHECKS.sentences,
  ...ROTATION_CHECKS.sentences,
});

/**
 * Exchanges a refresh token for a new token set; every use rotates the token.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
@Injectable()
export class RefreshTokenGrant extends Grant {
  readonly grantType = 'refresh_token';
  readonly checks = CHECKS;

  constructor(
    private readonly rotation: RefreshRotation,
    private readonly resources: ResourceIndicators,
    private readonly constraint: SenderConstraint,
  ) {
    super();
  }

  async handle({ client, parameters, origin, confirmation, sender }: GrantRequest): Promise<TokenSet> {
    return this.rotation.rotate({
      token: parameters.required('refresh_token'),
      application: client,
      scope: parameters.optional('scope'),
      resources: await this.resources.asked(parameters),
      confirmation,
      proved: sender && this.constraint.proved(sender, confirmation),
      origin,
    });
  }
}
