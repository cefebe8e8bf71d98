import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { acrOf, HARDWARE_PROTECTED, PHISHING_RESISTANT, reachesOneOf, TWO_FACTOR } from '../../protocol/acr.js';
import type { Reason } from '../../protocol/reason.js';
import { isHttpsOfApplication } from '../../protocol/redirect-uri.js';
import { Refusal } from '../../protocol/refusal.js';
import { isEnough } from '../grants/factor-rules.js';
import { GrantedScope } from '../grants/granted-scope.js';
import { ResourceIndicators } from '../grants/resource-indicators.js';
import { type Account, Accounts } from '../stores/accounts.js';
import { Consents } from '../stores/consents.js';
import { SubjectIdentifiers } from '../tokens/subject-identifiers.js';
import { type Answers, isAnswered } from './answers.js';
import { AUTHORIZE_CHECKS } from './checks.js';
import { AuthorizationError } from './authorization-error.js';
import { type AuthorizationRequest, scopesToAllow } from './authorization-request.js';
import type { SignedIn } from './signed-in.js';

/** The next step of an authorization request: sign-in, account selection, another password, consent, or none. */
export type NextStep = 'sign-in' | 'select-account' | 'change-password' | 'consent' | 'issue';

/** @see https://openid.net/specs/openid-connect-core-1_0.html#Authenticates */
@Injectable()
export class NextSteps {
  constructor(
    private readonly accounts: Accounts,
    private readonly consents: Consents,
    private readonly scopes: GrantedScope,
    private readonly resources: ResourceIndicators,
    private readonly subjects: SubjectIdentifiers,
    private readonly clock: Clock,
  ) {}

  /**
   * @param answers the actions on this request: a sign-in for it satisfies `prompt=login`,
   * `max_age` and `select_account`
   * @throws AuthorizationError for `prompt=none` if a step is needed
   */
  async of(
    request: AuthorizationRequest,
    signedIn: SignedIn | undefined,
    { signIn, account }: Answers = {},
  ): Promise<NextStep> {
    if (signedIn === undefined) return silent(request, 'login_required', 'sign-in');
    const { sessionId } = signedIn;
    const now = this.clock.now();
    const hasSignedIn = isAnswered(signIn, sessionId, now);
    if (await this.mustSignInAgain(request, signedIn, hasSignedIn)) return silent(request, 'login_required', 'sign-in');
    const hasChosen = hasSignedIn || isAnswered(account, sessionId, now);
    if (request.prompts.has('select_account') && !hasChosen) return 'select-account';
    if (signedIn.account.passwordChangeRequired) {
      // the sign-in proved the present password, which the page does not ask for
      return silent(request, 'login_required', hasSignedIn ? 'change-password' : 'sign-in');
    }
    return (await this.needsConsent(request, signedIn.account))
      ? silent(request, 'consent_required', 'consent')
      : 'issue';
  }

  private async mustSignInAgain(
    request: AuthorizationRequest,
    signedIn: SignedIn,
    hasSignedIn: boolean,
  ): Promise<boolean> {
    const { client, prompts, maxAge, expectedSubjects } = request;
    const subject = this.subjects.of(signedIn.account.id, client);
    if (expectedSubjects.some((expected) => expected !== subject)) {
      if (!hasSignedIn) return true;
      // Core §3.1.2.2: for another person than the hinted one "it SHOULD return an error, such as login_required"
      throw new AuthorizationError(
        new Refusal('login_required', 'The person who is signed in is not the one that the application requested', {
          subject: { userId: signedIn.account.id },
        }).at(AUTHORIZE_CHECKS, 'person', { client: client.name }),
        request,
      );
    }
    if (await this.reachesTooLittle(request, signedIn, hasSignedIn)) return true;
    // an older session, or one from before the policy: the sign-in page sets the second factor up where there is none
    if (!isEnough(signedIn, client.secondFactor)) return true;
    if (hasSignedIn) return false;
    // Core §15.1: max_age=0 is equivalent to prompt=login
    if (prompts.has('login') || maxAge === 0) return true;
    return maxAge !== undefined && this.clock.now().getTime() - signedIn.authenticatedAt.getTime() > maxAge * 1000;
  }

  /**
   * A sign-in that reaches more is asked for where an essential `acr` needs it, and for `acr_values` where the person can
   * do more. It asks for everything the account has; what it does not reach cannot be reached.
   * @see https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics
   */
  private async reachesTooLittle(
    request: AuthorizationRequest,
    { account, amr }: SignedIn,
    hasSignedIn: boolean,
  ): Promise<boolean> {
    const { essentialAcrs, voluntaryAcrs, prompts, client } = request;
    if (essentialAcrs.length > 0 && !reachesOneOf(essentialAcrs, amr)) {
      if (!hasSignedIn) return true;
      const explanation = `The sign-in reaches ${acrOf(amr) ?? 'nothing'} only; the application insists on ${essentialAcrs.join(' or ')}`;
      const refusal = new Refusal('unmet_authentication_requirements', explanation, {
        subject: { userId: account.id },
      });
      throw new AuthorizationError(refusal.at(AUTHORIZE_CHECKS, 'person', { client: client.name }), request);
    }
    if (voluntaryAcrs.length === 0 || reachesOneOf(voluntaryAcrs, amr)) return false;
    return !hasSignedIn && !prompts.has('none') && (await this.canDoMore(account, amr));
  }

  /** Whether the account could reach a class above that of these methods. */
  private async canDoMore({ id, secondFactors }: Account, amr: readonly string[]): Promise<boolean> {
    switch (acrOf(amr)) {
      case HARDWARE_PROTECTED:
        return false;
      case PHISHING_RESISTANT:
        return this.accounts.hasDeviceBoundPasskey(id);
      case TWO_FACTOR:
        return secondFactors.includes('passkey');
      default:
        return secondFactors.length > 0;
    }
  }

  /**
   * RFC 8252 §8.6: a server SHOULD NOT answer a public client without consent "except when the identity of the client
   * can be assured"; "claimed "https" scheme redirects MAY be accepted by authorization servers as proof of identity".
   */
  private async needsConsent(request: AuthorizationRequest, account: Account): Promise<boolean> {
    const { client, prompts, redirectUri } = request;
    if (prompts.has('consent')) return true;
    if (client.type === 'public' && !isHttpsOfApplication(redirectUri)) return true;
    if (client.firstParty) return false;
    const allowed = await this.consents.of(account.id, client.id);
    const asked = await this.scopes.grantable(scopesToAllow(request), account.role);
    return this.resources.apisOf(request.resources).some((api) => {
      const there = allowed.get(api);
      return there === undefined || asked.some(({ name }) => !there.has(name));
    });
  }
}

function silent(request: AuthorizationRequest, error: Reason, step: NextStep): NextStep {
  if (!request.prompts.has('none')) return step;
  const refusal = new Refusal(error, 'prompt=none, but the person would have to do something');
  throw new AuthorizationError(refusal.at(AUTHORIZE_CHECKS, 'person', { client: request.client.name }), request);
}
