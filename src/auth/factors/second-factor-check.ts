import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { Origin } from '../../protocol/origin.js';
import { oneTimeCode, stepOf } from './one-time-codes.js';
import { recoveryCodeHash } from './recovery-codes.js';
import { SecondFactors } from './second-factors.js';

/** Whether what a person typed proves their second factor. The caller counts the failures. */
@Injectable()
export class SecondFactorCheck {
  constructor(
    private readonly factors: SecondFactors,
    private readonly clock: Clock,
  ) {}

  /** Uses up the code. RFC 6238 §5.2: "The verifier MUST NOT accept the second attempt of the OTP". */
  async holds(userId: string, typed: string, origin: Origin): Promise<boolean> {
    const code = oneTimeCode(typed);
    if (code === undefined) {
      const hash = recoveryCodeHash(userId, typed);
      return hash !== undefined && this.factors.useRecoveryCode(userId, hash, origin);
    }
    const authenticator = await this.factors.authenticatorOf(userId);
    const step = authenticator && stepOf(code, authenticator.secret, this.clock.now());
    return step !== undefined && this.factors.useStep(userId, step);
  }
}
