import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { Reason } from '../../protocol/reason.js';
import { Refusal } from '../../protocol/refusal.js';
import type { Account } from '../stores/accounts.js';
import { Consents } from '../stores/consents.js';
import { SubjectIdentifiers } from '../tokens/subject-identifiers.js';
import { AUTHORIZE_CHECKS } from './checks.js';
import { AuthorizationError } from './authorization-error.js';
import { type AuthorizationRequest, scopesToAllow } from './authorization-request.js';
import type { WaitingRequest } from './ticket.js';

/** Who is signed in at this browser, as far as an authorization request cares. */
export interface SignedIn {
  sessionId: string;
  account: Account;
  authenticatedAt: Date;
  amr: readonly string[];
  /** Changes whenever the browser signs in or out; its scripts can read it. */
  browserState: string;
}

/** What an authorization request needs next: a person, their choice of account, their consent, or nothing more. */
export type NextStep = 'sign-in' | 'select-account' | 'consent' | 'issue';

type Waiting = Pick<WaitingRequest, 'startedAt' | 'chosenAccount'>;

/** @see https://openid.net/specs/openid-connect-core-1_0.html#Authenticates */
@Injectable()
export class NextSteps {
  constructor(
    private readonly consents: Consents,
    private readonly subjects: SubjectIdentifiers,
    private readonly clock: Clock,
  ) {}

  /**
   * @param waiting what the person has done about it: who signed in since it started has answered `prompt=login` and
   * `select_account`
   * @throws AuthorizationError for `prompt=none` where a person would have to do something
   */
  async of(request: AuthorizationRequest, signedIn: SignedIn | undefined, waiting: Waiting): Promise<NextStep> {
    if (signedIn === undefined || this.mustSignInAgain(request, signedIn, waiting)) {
      return silent(request, 'login_required', 'sign-in');
    }
    if (mustChoose(request, signedIn, waiting)) return 'select-account';
    return (await this.needsConsent(request, signedIn.account))
      ? silent(request, 'consent_required', 'consent')
      : 'issue';
  }

  private mustSignInAgain(request: AuthorizationRequest, signedIn: SignedIn, waiting: Waiting): boolean {
    const { client, prompts, maxAge, expectedSubjects } = request;
    const answered = signedInSince(waiting, signedIn);
    const subject = this.subjects.of(signedIn.account.id, client);
    if (expectedSubjects.some((expected) => expected !== subject)) {
      if (!answered) return true;
      // Core §3.1.2.2: for anybody else than the hinted person "it SHOULD return an error, such as login_required"
      throw new AuthorizationError(
        new Refusal('login_required', 'Somebody else signed in than the application asked for', {
          subject: { userId: signedIn.account.id },
        }).at(AUTHORIZE_CHECKS, 'person', { client: client.name }),
        request,
      );
    }
    if (prompts.has('login') && !answered) return true;
    if (maxAge === undefined || answered) return false;
    return this.clock.now().getTime() - signedIn.authenticatedAt.getTime() > maxAge * 1000;
  }

  /** A public client could be anyone who copied its id: it never gets by without being looked at. */
  private async needsConsent(request: AuthorizationRequest, account: Account): Promise<boolean> {
    const { client, prompts } = request;
    if (prompts.has('consent') || client.type === 'public') return true;
    if (client.firstParty) return false;
    const allowed = new Set(await this.consents.scopesOf(account.id, client.id));
    return allowed.size === 0 || scopesToAllow(request).some((scope) => !allowed.has(scope));
  }
}

function signedInSince({ startedAt }: Waiting, { authenticatedAt }: SignedIn): boolean {
  return authenticatedAt >= startedAt;
}

/** `prompt=select_account`, until the person has said that it is this one. */
function mustChoose({ prompts }: AuthorizationRequest, signedIn: SignedIn, waiting: Waiting): boolean {
  if (!prompts.has('select_account') || signedInSince(waiting, signedIn)) return false;
  return waiting.chosenAccount !== signedIn.account.id;
}

function silent(request: AuthorizationRequest, error: Reason, step: NextStep): NextStep {
  if (!request.prompts.has('none')) return step;
  const refusal = new Refusal(error, 'prompt=none, but the person would have to do something');
  throw new AuthorizationError(refusal.at(AUTHORIZE_CHECKS, 'person', { client: request.client.name }), request);
}
