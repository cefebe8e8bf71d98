import { Injectable } from '@nestjs/common';
import {
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';
import { Clock } from '../../clock/clock.js';
import type { Origin } from '../../protocol/origin.js';
import { claimSent, type Comparison } from '../../protocol/comparison.js';
import { numericDate } from '../../clock/numeric-date.js';
import type { Application } from '../stores/applications.js';
import { ClientKeys } from './client-keys.js';

/** Seconds that a JWT is taken after its end. */
export const CLOCK_SKEW = 15;
/**
 * Seconds that the clock of a client may be ahead, and the tolerance with which its JWTs are to be verified before `refuseTimes`.
 * FAPI 2.0 §5.3.2.1: accept up to 10 seconds in the future, refuse more than 60.
 */
export const MAX_AHEAD = 60;
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

/**
 * A client signs several kinds of JWT (RFC 8725 section 3.11); one without `typ` may be any. It is a media type, in any case and
 * with or without `application/`. @throws Error for a kind that is none of these
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-4.1.9
 */
export function refuseOtherTypes(jwt: string, own: readonly string[]): void {
  const { typ } = decodeProtectedHeader(jwt);
  if (typ === undefined) return;
  const stated = claimSent(typ)?.toLowerCase() ?? '';
  if (!own.some((type) => [type, `application/${type}`].includes(stated)))
    throw new Error('it is another kind of token');
}

/** @throws ClaimFault for a JWT that was verified with the tolerance `MAX_AHEAD`, which is more than its end is given */
export function refuseTimes({ iat, exp }: JWTPayload, currentDate: Date): void {
  const now = numericDate(currentDate);
  if (iat !== undefined && !(iat <= now + MAX_AHEAD)) {
    throw new ClaimFault('iat lies in the future', timeCompared('iat', iat));
  }
  if (exp !== undefined && exp <= now - CLOCK_SKEW) throw new ClaimFault('it has expired', timeCompared('exp', exp));
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
    const rules = { clockTolerance: MAX_AHEAD, ...options, currentDate };
    const payload = await this.payloadOf(jwt, this.keys.of(application, origin), rules);
    refuseTimes(payload, currentDate);
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

/** Leads on to the next key, or secret, where the signature is not of this one. */
export function ifSignedOtherwise(error: unknown): undefined {
  if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
}
