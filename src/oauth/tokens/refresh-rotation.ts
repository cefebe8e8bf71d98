import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { IpWhitelistGuard } from '../../network/ip-whitelist.guard.js';
import type { Origin } from '../../protocol/origin.js';
import { resourcesCompared } from '../../protocol/comparison.js';
import { InvalidGrant, InvalidScope, InvalidTarget } from '../../protocol/refusal.js';
import { formatScope, parseScope, scopesCompared } from '../../protocol/scope.js';
import { GrantedScope } from '../grants/granted-scope.js';
import { ResourceIndicators } from '../grants/resource-indicators.js';
import { isUnderFapi2 } from '../profiles/fapi2.js';
import type { Application } from '../stores/applications.js';
import { ROTATION_CHECKS } from '../stores/sign-in-checks.js';
import { type RotationOutcome, SignIns } from '../stores/sign-ins.js';
import type { Confirmation } from './access-token.js';
import { signInLifetime } from './lifetimes.js';
import { type PresentedRefreshToken, RefreshTokens, type Successor } from './refresh-token.js';
import { after, TokenIssuer, type TokenSet } from './token-issuer.js';

interface RotationRequest {
  token: string;
  application: Application;
  /** RFC 6749 §6: narrows this access token, not the grant. */
  scope?: string | undefined;
  /** RFC 8707 §2.2: the resources of this access token, among those granted. */
  resources?: readonly string[] | undefined;
  /** The key that the request proved to have, to which its access token is bound. */
  confirmation?: Confirmation | undefined;
  /** All that the request proved to have; the refresh token may be bound to any of it. */
  proved?: Confirmation | undefined;
  origin: Origin;
}

/**
 * Exchanges a refresh token for a new token set; every use rotates it, except under FAPI 2.0. All faces refresh here.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 (replay)
 */
@Injectable()
export class RefreshRotation {
  constructor(
    private readonly refreshTokens: RefreshTokens,
    private readonly signIns: SignIns,
    private readonly scopes: GrantedScope,
    private readonly resources: ResourceIndicators,
    private readonly tokens: TokenIssuer,
    private readonly clock: Clock,
  ) {}

  async rotate(request: RotationRequest): Promise<TokenSet> {
    const { token, application, scope, resources, confirmation, proved, origin } = request;
    const { clientId } = application;
    const presented = this.refreshTokens.parse(token);
    if (presented === undefined)
      throw new InvalidGrant('not a refresh token of this server', { clientId }).at(ROTATION_CHECKS, 'genuine');

    const requested = scope === undefined || scope.trim() === '' ? undefined : parseScope(scope);
    // FAPI 2.0 §5.3.2.1: "shall not use refresh token rotation except in extraordinary circumstances"
    const successor = isUnderFapi2(application) ? null : this.refreshTokens.successorOf(presented);
    const now = this.clock.now();
    const expiresAt = after(now, signInLifetime(application, true));
    const rotation = await this.signIns.rotate({
      presented,
      successor,
      application,
      scope: requested,
      resources,
      proved,
      origin,
      now,
      expiresAt,
    });
    const subject = { clientId, targetType: 'sign-in', targetId: presented.signInId };

    switch (rotation.outcome) {
      case 'rotated':
      case 'retried': {
        const { signIn } = rotation;
        const left = await this.scopes.leftOf(within(signIn.scope, requested), application, signIn.user.role);
        const audience = resources ?? signIn.audience;
        const tokens = await this.tokens.mint(signIn, application, {
          scope: await this.resources.cutScope(application.builtIn ? await this.scopes.namedIn(left) : left, audience),
          audience,
          confirmation,
          // the sign-in faces narrow only logins without a refresh token
          whole: application.builtIn,
          now,
          refreshToken: this.next(presented, successor, rotation) ?? token,
        });
        return { refreshed: true, ...tokens };
      }
      case 'replayed':
        throw new InvalidGrant('a refresh token was used after its successor, or too late; the sign-in is revoked', {
          ...subject,
          userId: rotation.userId,
        }).at(ROTATION_CHECKS, 'unused');
      case 'address_not_allowed':
        throw IpWhitelistGuard.refusal(origin.address, {
          name: 'the whitelist',
          subject: { ...subject, userId: rotation.userId },
          at: [ROTATION_CHECKS, 'address'],
        });
      case 'scope_exceeded':
        throw new InvalidScope(
          'scope: asks for more than was granted',
          { ...subject, userId: rotation.userId },
          scopesCompared(requested ?? [], rotation.granted.split(' ')),
        ).at(ROTATION_CHECKS, 'granted-scope');
      case 'resource_exceeded':
        throw new InvalidTarget(
          'resource: was not granted',
          { ...subject, userId: rotation.userId },
          resourcesCompared(resources ?? [], rotation.granted),
        ).at(ROTATION_CHECKS, 'granted-resource');
      case 'dead':
        throw new InvalidGrant(rotation.detail, { ...subject, userId: rotation.userId }).at(
          ROTATION_CHECKS,
          rotation.check,
        );
    }
  }

  /** The new refresh token; undefined: the presented one stays valid. */
  private next(
    presented: PresentedRefreshToken,
    successor: Successor | null,
    rotation: Extract<RotationOutcome, { outcome: 'rotated' | 'retried' }>,
  ): string | undefined {
    const { signInId, generation } = presented;
    if (rotation.outcome === 'retried') {
      const secret = this.refreshTokens.openSuccessor(presented, rotation.sealed);
      return this.refreshTokens.format(signInId, rotation.generation, secret);
    }
    return successor === null ? undefined : this.refreshTokens.format(signInId, generation + 1, successor.secret);
  }
}

/** RFC 6749 §6: the requested scope, at most what was granted; scopes that the first request was refused stay refused. */
function within(granted: string, requested: readonly string[] | undefined): string {
  if (requested === undefined) return granted;
  const held = new Set(granted.split(' '));
  return formatScope(requested.filter((scope) => held.has(scope)));
}
