import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { Clock } from '../../clock/clock.js';
import type { Origin } from '../../protocol/origin.js';
import { claimSent, type Comparison } from '../../protocol/comparison.js';
import type { Application } from '../stores/applications.js';
import { ClientKeys } from './client-keys.js';

/** Seconds that clocks may differ. FAPI 2.0 §5.3.2.1: accept up to 10 seconds in the future, refuse more than 60. */
export const CLOCK_SKEW = 15;
/** Maximum keys tried for a JWT without `kid`: any caller can send one. */
const MOST_TRIED = 3;

/** A claim that cannot be accepted. */
export class ClaimFault extends Error {
  constructor(
    message: string,
    readonly compared: Comparison,
  ) {
    super(message);
  }
}

/** A claim that states a time, as the audit trail shows it. */
export function timeCompared(parameter: string, seconds: unknown): Comparison {
  const at = typeof seconds === 'number' ? new Date(seconds * 1000) : undefined;
  const isTime = at !== undefined && !Number.isNaN(at.getTime());
  return { parameter, sent: isTime ? at.toISOString() : claimSent(seconds), accepted: [] };
}

/** The claim that a JWT is refused for, where the audit trail can set it beside what would do. */
export function comparedIn(error: unknown): Comparison | undefined {
  if (error instanceof ClaimFault) return error.compared;
  if (!(error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed)) return undefined;
  return ['exp', 'nbf', 'iat'].includes(error.claim)
    ? timeCompared(error.claim, error.payload[error.claim])
    : undefined;
}

/** Verifies JWTs that a client signed with its own key. */
@Injectable()
export class ClientTokens {
  constructor(
    private readonly keys: ClientKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * The claims of a JWT of this client, after its signature and times are verified, as of now or of `currentDate`. Keys
   * and links in its header are ignored. @throws Error with the reason
   */
  async verify(jwt: string, application: Application, options: JWTVerifyOptions, origin: Origin): Promise<JWTPayload> {
    const { currentDate = this.clock.now() } = options;
    const rules = { clockTolerance: CLOCK_SKEW, ...options, currentDate };
    const payload = await this.payloadOf(jwt, this.keys.of(application, origin), rules);
    const { iat } = payload;
    if (iat !== undefined && !(iat <= Math.floor(currentDate.getTime() / 1000) + CLOCK_SKEW)) {
      throw new ClaimFault('iat lies in the future', timeCompared('iat', iat));
    }
    return payload;
  }

  private async payloadOf(jwt: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JWTPayload> {
    try {
      return (await jwtVerify(jwt, keys, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      let tried = 0;
      for await (const key of error) {
        const verified = await jwtVerify(jwt, key, options).catch(ifSignedOtherwise);
        if (verified !== undefined) return verified.payload;
        if (++tried === MOST_TRIED) break;
      }
      throw new Error(`signed with none of the first ${tried} keys it may be signed with; name one by its kid`, {
        cause: error,
      });
    }
  }
}

function ifSignedOtherwise(error: unknown): undefined {
  if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
}
