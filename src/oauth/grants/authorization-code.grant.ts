import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { IpWhitelistGuard } from '../../network/ip-whitelist.guard.js';
import { CheckList } from '../../protocol/check-list.js';
import { challengeOf } from '../../protocol/pkce.js';
import { resourcesCompared } from '../../protocol/comparison.js';
import { InvalidGrant, InvalidRequest, InvalidTarget } from '../../protocol/refusal.js';
import { newSecret, sha256 } from '../../secrets/secrets.js';
import { refreshBinding } from '../sender/sender-constraint.js';
import { REDEMPTION_CHECKS } from '../stores/sign-in-checks.js';
import { SignIns } from '../stores/sign-ins.js';
import { AuthorizationCodes } from '../tokens/authorization-code.js';
import { signInLifetime } from '../tokens/lifetimes.js';
import { RefreshTokens } from '../tokens/refresh-token.js';
import { after, TokenIssuer, type TokenSet } from '../tokens/token-issuer.js';
import { Grant, type GrantRequest } from './grant.js';
import { GRANT_CHECKS } from './grant-checks.js';
import { GrantedScope } from './granted-scope.js';
import { RESOURCE_CHECKS, ResourceIndicators } from './resource-indicators.js';

const { genuine, ...REDEMPTION } = REDEMPTION_CHECKS.sentences;
const CHECKS = new CheckList({
  ...GRANT_CHECKS.sentences,
  genuine,
  ...RESOURCE_CHECKS.sentences,
  ...REDEMPTION,
});

/**
 * Exchanges an authorization code for tokens, once.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.6
 */
@Injectable()
export class AuthorizationCodeGrant extends Grant {
  readonly grantType = 'authorization_code';
  readonly checks = CHECKS;

  constructor(
    private readonly codes: AuthorizationCodes,
    private readonly refreshTokens: RefreshTokens,
    private readonly signIns: SignIns,
    private readonly scopes: GrantedScope,
    private readonly resources: ResourceIndicators,
    private readonly tokens: TokenIssuer,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle({ client, parameters, origin, confirmation }: GrantRequest): Promise<TokenSet> {
    const { clientId } = client;
    const presented = this.codes.parse(parameters.required('code'));
    const verifier = parameters.optional('code_verifier');
    const codeChallenge = verifier === undefined ? undefined : challengeOf(verifier);
    if (verifier !== undefined && codeChallenge === undefined) {
      throw InvalidRequest.field('code_verifier', 'must be 43 to 128 unreserved characters');
    }
    if (presented === undefined)
      throw new InvalidGrant('not an authorization code of this server', { clientId }).at(REDEMPTION_CHECKS, 'genuine');

    const resources = await this.resources.asked(parameters);
    const now = this.clock.now();
    const secret = client.grantTypes.includes('refresh_token') ? newSecret() : undefined;
    const redemption = await this.signIns.redeem({
      signInId: presented.signInId,
      codeHash: presented.hash,
      refreshHash: secret === undefined ? null : sha256(secret),
      application: client,
      redirectUri: parameters.optional('redirect_uri'),
      codeChallenge,
      resources,
      confirmation,
      binding: refreshBinding(client, confirmation),
      origin,
      now,
      expiresAt: after(now, signInLifetime(client, secret !== undefined)),
    });
    const subject = { clientId, targetType: 'sign-in', targetId: presented.signInId };

    switch (redemption.outcome) {
      case 'redeemed': {
        const { signIn } = redemption;
        const refreshToken = secret && this.refreshTokens.format(signIn.id, 0, secret);
        const audience = resources ?? signIn.audience;
        // as in every later token: scopes that application, role or catalogue have lost since are left out
        const left = await this.scopes.leftOf(signIn.scope, client, signIn.user.role);
        const scope = await this.resources.cutScope(left, audience);
        return this.tokens.mint(signIn, client, { scope, audience, confirmation, now, refreshToken });
      }
      case 'replayed': // RFC 6749 §4.1.2: "the authorization server MUST deny the request and SHOULD revoke"
        throw new InvalidGrant('the code was used before; what it produced is revoked', subject).at(
          REDEMPTION_CHECKS,
          'unused',
        );
      case 'address_not_allowed':
        throw IpWhitelistGuard.refusal(origin.address, {
          name: 'the whitelist',
          subject: { ...subject, userId: redemption.userId },
          at: [REDEMPTION_CHECKS, 'address'],
        });
      case 'resource_exceeded':
        throw new InvalidTarget(
          'resource: was not granted',
          { ...subject, userId: redemption.userId },
          resourcesCompared(resources ?? [], redemption.granted),
        ).at(REDEMPTION_CHECKS, 'granted-resource');
      case 'dead':
        throw new InvalidGrant(redemption.detail, { ...subject, userId: redemption.userId }, redemption.compared).at(
          REDEMPTION_CHECKS,
          redemption.check,
        );
    }
  }
}
