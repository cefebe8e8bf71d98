import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { IpWhitelistGuard } from '../network/ip-whitelist.guard.js';
import { refuseTooFewFactors } from '../oauth/grants/factor-rules.js';
import { GrantedScope } from '../oauth/grants/granted-scope.js';
import { PASSWORD_CHECKS, type ProvedPerson } from '../oauth/grants/password-verifier.js';
import { type Application, Applications } from '../oauth/stores/applications.js';
import { ROTATION_CHECKS } from '../oauth/stores/sign-in-checks.js';
import { RefreshRotation } from '../oauth/tokens/refresh-rotation.js';
import { TokenIssuer, type TokenSet } from '../oauth/tokens/token-issuer.js';
import { CheckList } from '../protocol/check-list.js';
import type { Origin } from '../protocol/origin.js';
import { AccessDenied, placedIn } from '../protocol/refusal.js';
import { narrow } from '../protocol/scope.js';

/** The `client_id`s of the built-in applications, one for each documented sign-in face. */
export type FirstPartyFace = 'login-access-token' | 'auth' | 'v1-auth' | 'api-v1-auth';

const FACE_CHECKS = new CheckList({
  open: 'This way to sign in is switched on',
  'face-address': 'Its whitelist lets the address in',
});
export const SIGN_IN_CHECKS = new CheckList({ ...PASSWORD_CHECKS.sentences, ...FACE_CHECKS.sentences });
const REFRESH_CHECKS = new CheckList({ open: FACE_CHECKS.sentences.open, ...ROTATION_CHECKS.sentences });

/** Begins a sign-in at a documented face after the password was verified. An admin can limit or disable each face as an application. */
@Injectable()
export class FirstPartySignIn {
  constructor(
    private readonly applications: Applications,
    private readonly scopes: GrantedScope,
    private readonly tokens: TokenIssuer,
    private readonly rotation: RefreshRotation,
    private readonly clock: Clock,
  ) {}

  /**
   * A first-party login carries every scope that its owner's role may hold, or the requested subset of them.
   * @throws Refusal `invalid_scope` for a `scope` that names others
   */
  async signIn(
    face: FirstPartyFace,
    { account, amr }: ProvedPerson,
    origin: Origin,
    scope?: string,
  ): Promise<TokenSet> {
    const application = await this.openTo(face, origin).catch(alongSignIn);
    refuseTooFewFactors({ account, amr }, application.secondFactor);
    const whole = await this.scopes.forRole(account.role);
    const narrowed = narrow(whole, scope);
    return this.tokens.begin({
      account,
      application,
      scope: narrowed,
      ...(narrowed === whole && { whole: true, first: { scope: await this.scopes.namedIn(whole) } }),
      refreshable: application.grantTypes.includes('refresh_token'),
      authenticatedAt: this.clock.now(),
      amr,
      origin,
    });
  }

  async refresh(face: FirstPartyFace, token: string, origin: Origin): Promise<TokenSet> {
    const application = await this.applicationOf(face);
    return this.rotation.rotate({ token, application, origin }).catch(alongRefresh);
  }

  private async openTo(face: FirstPartyFace, origin: Origin): Promise<Application> {
    const application = await this.applicationOf(face);
    IpWhitelistGuard.decide(origin.address, {
      whitelist: application.whitelist,
      name: `the whitelist of ${face}`,
      subject: { clientId: face },
      at: [FACE_CHECKS, 'face-address'],
    });
    return application;
  }

  private async applicationOf(face: FirstPartyFace): Promise<Application> {
    const application = await this.applications.byClientId(face);
    if (application === undefined || application.disabled) {
      throw new AccessDenied('this way to sign in is switched off', { clientId: face }).at(FACE_CHECKS, 'open');
    }
    return application;
  }
}

function alongSignIn(error: unknown): never {
  throw placedIn(SIGN_IN_CHECKS, error);
}

function alongRefresh(error: unknown): never {
  throw placedIn(REFRESH_CHECKS, error);
}
