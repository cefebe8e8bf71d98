import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import { factorPolicies } from '../oauth/grants/factor-rules.js';
import type { Account } from '../oauth/stores/accounts.js';
import type { FactorPolicies } from '../protocol/factor-policy.js';
import { TWO_FACTOR } from '../protocol/acr.js';
import { InsufficientUserAuthentication } from '../protocol/authentication-refusals.js';
import type { RefusalSubject } from '../protocol/refusal.js';
import { type Caller, isAdmin } from './caller.js';
import { FRESH_CHECKS, LATER_FRESH_CHECKS } from './caller-checks.js';

/** Seconds for which a proof of the second factor counts at our own APIs. */
export const FRESH_FOR = 600;

const STALE =
  'This takes a fresh second factor: prove it with POST /api/v1/users/me/step-up in a session, or sign in again with otp';

/**
 * Whether an administrator who has or must have a second factor has proved it lately. It holds for sessions and sign-ins: API keys and
 * client credentials have no person there, and their creation takes the fresh factor instead.
 * @see https://www.rfc-editor.org/rfc/rfc9470
 */
@Injectable()
export class FreshFactor {
  private readonly policies: FactorPolicies;

  constructor(
    private readonly clock: Clock,
    settings: Settings,
  ) {
    this.policies = factorPolicies(settings);
  }

  /** Looks nothing up. @throws InsufficientUserAuthentication */
  require(caller: Caller, subject: RefusalSubject): void {
    throwIfAny(this.fault(caller, subject)?.at(FRESH_CHECKS, 'fresh-factor'));
  }

  /** As `require`, for a caller that was let in before it was known whose things the act concerns. */
  requireLater(caller: Caller, subject: RefusalSubject): void {
    throwIfAny(this.fault(caller, subject)?.at(LATER_FRESH_CHECKS, 'fresh-factor'));
  }

  private fault(caller: Caller, subject: RefusalSubject): InsufficientUserAuthentication | undefined {
    const { proof, account } = caller;
    if (proof === null || account === null || !isAdmin(caller) || !this.isProtected(account)) return undefined;
    const { secondFactorAt } = proof;
    const age = secondFactorAt === null ? undefined : (this.clock.now().getTime() - secondFactorAt.getTime()) / 1000;
    if (age !== undefined && age <= FRESH_FOR) return undefined;
    const detail = age === undefined ? 'never proved' : `proved ${String(Math.floor(age))} seconds ago`;
    const wanted = { acr: TWO_FACTOR, maxAge: FRESH_FOR };
    return new InsufficientUserAuthentication(STALE, wanted, detail, subject);
  }

  private isProtected({ role, secondFactors }: Account): boolean {
    return secondFactors.length > 0 || this.policies[role] === 'required';
  }
}

function throwIfAny(fault: InsufficientUserAuthentication | undefined): void {
  if (fault !== undefined) throw fault;
}
