import { Injectable } from '@nestjs/common';
import { CheckList } from '../../protocol/check-list.js';
import { TokenIssuer, type TokenSet } from '../tokens/token-issuer.js';
import { APPLICATION_OWNER_CHECKS, ApplicationOwner } from './application-owner.js';
import { Grant, type GrantRequest } from './grant.js';
import { CONFIDENTIAL, GRANT_CHECKS, refusePublic } from './grant-checks.js';
import { GrantedScope, SCOPE_CHECKS } from './granted-scope.js';
import { RESOURCE_CHECKS, ResourceIndicators } from './resource-indicators.js';

const CHECKS = new CheckList({
  ...GRANT_CHECKS.sentences,
  ...CONFIDENTIAL.sentences,
  ...APPLICATION_OWNER_CHECKS.sentences,
  ...RESOURCE_CHECKS.sentences,
  ...SCOPE_CHECKS.sentences,
});

/**
 * An application acts for itself, with scopes that its owner's role may hold. Nothing is written: no refresh token
 * (RFC 6749 §4.4.3: "A refresh token SHOULD NOT be included").
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 */
@Injectable()
export class ClientCredentialsGrant extends Grant {
  readonly grantType = 'client_credentials';
  readonly checks = CHECKS;

  constructor(
    private readonly scopes: GrantedScope,
    private readonly resources: ResourceIndicators,
    private readonly owner: ApplicationOwner,
    private readonly tokens: TokenIssuer,
  ) {
    super();
  }

  async handle({ client, parameters, origin, confirmation }: GrantRequest): Promise<TokenSet> {
    refusePublic(client, 'client_credentials');
    const owner = await this.owner.allowing(client, origin);
    const resources = (await this.resources.asked(parameters)) ?? [];
    const granted = await this.scopes.forApplication(client, parameters.optional('scope'), owner?.role ?? 'member');
    const scope = await this.resources.cutScope(granted, resources);
    return this.tokens.forApplication(client, scope, resources, confirmation);
  }
}
