import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { CheckList } from '../../protocol/check-list.js';
import { InvalidGrant, Refusal } from '../../protocol/refusal.js';
import { parseScope } from '../../protocol/scope.js';
import { Applications } from '../stores/applications.js';
import { TokenIssuer, type TokenSet } from '../tokens/token-issuer.js';
import { refuseTooFewFactors } from './factor-rules.js';
import { Grant, type GrantRequest } from './grant.js';
import { CONFIDENTIAL, GRANT_CHECKS, refusePublic } from './grant-checks.js';
import { GrantedScope, SCOPE_CHECKS } from './granted-scope.js';
import { RESOURCE_CHECKS, ResourceIndicators } from './resource-indicators.js';
import { PASSWORD_CHECKS, PasswordVerifier } from './password-verifier.js';

const CHECKS = new CheckList({
  ...GRANT_CHECKS.sentences,
  ...CONFIDENTIAL.sentences,
  ...RESOURCE_CHECKS.sentences,
  ...PASSWORD_CHECKS.sentences,
  ...SCOPE_CHECKS.sentences,
});

/**
 * Exchanges a user name and password for tokens. RFC 9700 §2.4: "The resource owner password credentials grant
 * MUST NOT be used"; it is here for the documented APIs that are built on it, for confidential applications that
 * have it enabled, and one setting removes it.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.3
 */
@Injectable()
export class PasswordGrant extends Grant {
  readonly grantType = 'password';
  readonly checks = CHECKS;

  constructor(
    private readonly owner: PasswordVerifier,
    private readonly scopes: GrantedScope,
    private readonly resources: ResourceIndicators,
    private readonly tokens: TokenIssuer,
    private readonly clock: Clock,
    private readonly applications: Applications,
  ) {
    super();
  }

  async handle({ client, parameters, origin, confirmation }: GrantRequest): Promise<TokenSet> {
    const { clientId } = client;
    refusePublic(client, 'password');
    const { username, password } = parameters.requiredAll('username', 'password');
    const audience = (await this.resources.asked(parameters)) ?? [];
    this.applications.passwordGrantUsed(clientId);

    const otp = parameters.optional('otp');
    const { account, amr } = await this.owner.verify(username, password, origin, otp).catch((error: unknown) => {
      throw asInvalidGrant(error, clientId);
    });
    refuseTooFewFactors({ account, amr }, client.secondFactor);
    const granted = await this.scopes.forApplication(client, parameters.optional('scope'), account.role);
    return this.tokens.begin({
      account,
      application: client,
      scope: await this.resources.cutScope(granted, audience),
      askedScopes: parseScope(parameters.optional('scope') ?? ''),
      audience,
      confirmation,
      refreshable: client.grantTypes.includes('refresh_token'),
      authenticatedAt: this.clock.now(),
      amr,
      origin,
    });
  }
}

/** RFC 6749 §5.2: "resource owner credentials" that are invalid are an `invalid_grant`. */
function asInvalidGrant(error: unknown, clientId: string): unknown {
  if (!(error instanceof Refusal) || error.reason !== 'invalid_credentials') return error;
  return new InvalidGrant(error.detail, { ...error.subject, clientId }).insteadOf(error);
}
