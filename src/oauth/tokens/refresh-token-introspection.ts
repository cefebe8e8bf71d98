import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { claimsOfTwoFactors } from '../../protocol/acr.js';
import { numericDate } from '../../clock/numeric-date.js';
import type { Application } from '../stores/applications.js';
import { SignIns } from '../stores/sign-ins.js';
import { GrantedScope } from '../grants/granted-scope.js';
import { IntrospectedPerson } from './introspected-person.js';
import { INACTIVE, type IntrospectionOutcome } from './introspection-answer.js';
import { RefreshTokens } from './refresh-token.js';

/** Introspects a refresh token for its own client. */
@Injectable()
export class RefreshTokenIntrospection {
  constructor(
    private readonly settings: Settings,
    private readonly refreshTokens: RefreshTokens,
    private readonly signIns: SignIns,
    private readonly scopes: GrantedScope,
    private readonly person: IntrospectedPerson,
    private readonly clock: Clock,
  ) {}

  async of(token: string, asking: Application): Promise<IntrospectionOutcome> {
    const presented = this.refreshTokens.parse(token);
    if (presented === undefined) return { answer: INACTIVE };
    const live = await this.signIns.findLive(presented, this.clock.now());
    if (live === undefined) return { answer: INACTIVE };
    if (live.applicationId !== asking.id) return { answer: INACTIVE, isRefused: true };
    const { signIn } = live;
    // what a refresh would give now
    const scope = await this.scopes.leftOf(signIn.scope, asking, signIn.user.role);
    return {
      answer: {
        active: true,
        iss: this.settings.issuer,
        client_id: asking.clientId,
        scope,
        sid: signIn.id,
        iat: numericDate(live.createdAt),
        exp: numericDate(signIn.expiresAt),
        ...claimsOfTwoFactors(signIn.amr, signIn.request),
        ...(await this.person.named(signIn.user, asking, scope)),
      },
    };
  }
}
