import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../../access/caller.js';
import { FRESH_FOR } from '../../../access/fresh-factor.js';
import { Sessions } from '../../../access/sessions.js';
import { Clock } from '../../../clock/clock.js';
import type { ProvedAccount } from '../../../oauth/stores/accounts.js';
import { PASSWORD_AND_CODE } from '../../../protocol/acr.js';
import { AccessDenied, InvalidToken } from '../../../protocol/refusal.js';
import type { EnrolmentBody, RecoveryCodesResource, StepUpBody, StepUpResource } from './factors.dto.js';
import { FactorsService, withoutFactor } from './factors.service.js';
import { FreshProofs } from './fresh-proofs.js';

interface Proved<T> {
  answer: T;
  /** What the cookie of the session holds from now on; undefined where the caller has none. */
  sessionSecret: string | undefined;
}

/**
 * Raises the proof of a browser session, which stays bound to that session: neither its tokens nor other sessions gain
 * anything, and it still counts as signed in at the time of its password.
 * @see https://www.rfc-editor.org/rfc/rfc9470
 */
@Injectable()
export class StepUpService {
  constructor(
    private readonly factors: FactorsService,
    private readonly proofs: FreshProofs,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  async prove(caller: Caller, body: StepUpBody): Promise<Proved<StepUpResource>> {
    if (caller.credential.kind !== 'session') {
      const fix = 'is of a browser session alone; a sign-in proves the second factor when it begins: sign in with otp';
      throw AccessDenied.explained('step_up', fix);
    }
    if (accountOf(caller).secondFactors.length === 0) throw withoutFactor();
    const sessionSecret = await this.record(caller, accountOf(caller), await this.proofs.ofFactor(caller, body));
    const freshUntil = new Date(this.clock.now().getTime() + FRESH_FOR * 1000);
    return { sessionSecret, answer: { fresh_until: freshUntil.toISOString() } };
  }

  /** Finishes an enrolment. Its password and first code are a fresh proof of the session that began it. */
  async enrol(caller: Caller, body: EnrolmentBody): Promise<Proved<RecoveryCodesResource>> {
    const answer = await this.factors.finish(caller, body);
    if (caller.credential.kind !== 'session') return { answer, sessionSecret: undefined };
    const account = accountOf(caller);
    const enrolled = { ...account, proofEpoch: account.proofEpoch + 1 };
    return { answer, sessionSecret: await this.record(caller, enrolled, PASSWORD_AND_CODE) };
  }

  private async record(caller: Caller, account: ProvedAccount, proved: readonly string[]): Promise<string> {
    const amr = [...new Set([...(caller.proof?.amr ?? []), ...proved])];
    const secret = await this.sessions.stepUp(caller.credential.id, account, amr, doneBy(caller));
    if (secret === undefined) throw new InvalidToken('the session ended meanwhile');
    return secret;
  }
}
