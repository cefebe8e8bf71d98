import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { Origin } from '../../protocol/origin.js';
import { oneTimeCode, stepOf } from './one-time-codes.js';
import { recoveryCodeHash } from './recovery-codes.js';
import { SecondFactors, WRONG_CODES } from './second-factors.js';

/** `closed`: no code of the app is taken, right or wrong. Callers are told no difference to `wrong`. */
type FactorFinding = 'right' | 'wrong' | 'closed';

/** Whether what a person typed proves their second factor. The caller counts the failures, of all kinds together. */
@Injectable()
export class SecondFactorCheck {
  constructor(
    private readonly factors: SecondFactors,
    private readonly clock: Clock,
  ) {}

  /** Uses up the code. RFC 6238 §5.2: "The verifier MUST NOT accept the second attempt of the OTP". */
  async finds(userId: string, typed: string, origin: Origin): Promise<FactorFinding> {
    const code = oneTimeCode(typed);
    if (code === undefined) {
      const hash = recoveryCodeHash(userId, typed);
      const held = hash !== undefined && (await this.factors.useRecoveryCode(userId, hash, origin));
      return held ? 'right' : 'wrong';
    }
    const authenticator = await this.factors.authenticatorOf(userId);
    if (authenticator === undefined) return 'wrong';
    const isClosed = authenticator.wrongCodes >= WRONG_CODES;
    const step = stepOf(code, authenticator.secret, this.clock.now());
    if (!isClosed && step !== undefined && (await this.factors.useStep(userId, step))) return 'right';
    await this.factors.countWrongCode(userId, origin);
    return isClosed ? 'closed' : 'wrong';
  }
}
