import { Injectable } from '@nestjs/common';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { ownAddress } from '../../protocol/own-address.js';
import type { Parameters } from '../../protocol/parameters.js';
import { InvalidClient, InvalidRequest, Refusal } from '../../protocol/refusal.js';
import { SECONDS } from '../../protocol/durations.js';
import { sha256 } from '../../secrets/secrets.js';
import { isAudience, isUnderFapi2 } from '../profiles/fapi2.js';
import type { Application } from '../stores/applications.js';
import { callerOf } from '../stores/caller-of.js';
import { UsedAssertions } from '../stores/used-assertions.js';
import type { ClientCredentialsOffered, ProofFault } from './client-auth-method.js';
import { ClaimFault, CLOCK_SKEW, comparedIn, refuseOtherTypes, timeCompared } from './client-tokens.js';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const TOKEN_ENDPOINT = '/oauth/token';
/** Seconds an assertion may be valid from now. */
const MAX_LIFETIME = SECONDS.hour;
const TYPES = ['jwt', 'client-authentication+jwt'];

/** A client assertion, not yet verified. */
export interface ShownAssertion {
  jwt: string;
  alg: string;
  clientId: string;
}

/** The assertion of a request; undefined if there is none. @see https://www.rfc-editor.org/rfc/rfc7521#section-4.2 */
export function shownAssertion(parameters: Parameters): ShownAssertion | undefined {
  const jwt = parameters.optional('client_assertion');
  const type = parameters.optional('client_assertion_type');
  if (jwt === undefined) {
    if (type === undefined) return undefined;
    throw InvalidRequest.field('client_assertion', 'is required with client_assertion_type');
  }
  if (type !== TYPE) throw InvalidRequest.field('client_assertion_type', `must be ${TYPE}`);
  try {
    const { alg } = decodeProtectedHeader(jwt);
    const { sub } = decodeJwt(jwt);
    if (typeof sub !== 'string' || typeof alg !== 'string') throw new Error('it names no client or no algorithm');
    refuseOtherTypes(jwt, TYPES);
    return { jwt, alg, clientId: sub };
  } catch (error) {
    throw new InvalidClient(`not a client assertion: ${(error as Error).message}`);
  }
}

/**
 * The rules for the claims of an assertion, for every kind of signature.
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-3
 */
@Injectable()
export class ClientAssertionRules {
  constructor(
    private readonly settings: Settings,
    private readonly used: UsedAssertions,
    private readonly clock: Clock,
  ) {}

  /** The claims that signature verification checks as well. */
  options({ clientId }: Application, algorithms: readonly string[]): JWTVerifyOptions {
    return {
      algorithms: [...algorithms],
      issuer: clientId,
      subject: clientId,
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'jti'],
    };
  }

  /** Accepts a verified assertion once, at the endpoint that it was offered to. @throws Error with the reason */
  async take(
    { aud, exp = 0, jti }: JWTPayload,
    application: Application,
    { endpoint, origin }: ClientCredentialsOffered,
  ): Promise<void> {
    const { clientId } = application;
    if (!this.isFor(aud, application, endpoint)) {
      const sent = [aud ?? []].flat().join(', ');
      const accepted = this.audiencesAt(application, endpoint);
      throw new ClaimFault('it is for another server or endpoint', { parameter: 'aud', sent, accepted });
    }
    if (exp > this.clock.seconds() + MAX_LIFETIME) {
      throw new ClaimFault('it is valid for too long', timeCompared('exp', exp));
    }
    if (typeof jti !== 'string' || jti === '') throw new Error('jti is not a string');
    const hash = sha256(JSON.stringify(['assertion', clientId, jti]));
    const until = new Date((exp + CLOCK_SKEW) * 1000);
    const caller = callerOf(application, origin.address);
    if (!(await this.used.use(hash, this.clock.now(), until, caller))) throw new Error('it was used before');
  }

  /**
   * Exactly one audience: another recipient could replay the assertion here. The issuer and the token endpoint name the
   * whole server, any other endpoint only itself.
   * @see https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication
   * @see https://www.rfc-editor.org/rfc/rfc9126#section-2
   * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/ (why no other endpoint's)
   */
  private isFor(aud: string | string[] | undefined, application: Application, endpoint: string): boolean {
    if (isUnderFapi2(application)) return isAudience(aud, this.settings.issuer);
    const [only, ...others] = [aud].flat();
    return only !== undefined && others.length === 0 && this.audiencesAt(application, endpoint).includes(only);
  }

  private audiencesAt(application: Application, endpoint: string): string[] {
    const { issuer, requireIssuerAudience } = this.settings;
    const issuerAlone = requireIssuerAudience || application.metadata.require_issuer_audience === true;
    if (issuerAlone || isUnderFapi2(application)) return [issuer];
    return [issuer, ...new Set([TOKEN_ENDPOINT, endpoint].map((path) => ownAddress(issuer, path)))];
  }
}

/** States why an assertion is refused; a failure that would pass at another time is not the client's fault. */
export async function faultOf(verification: Promise<unknown>): Promise<ProofFault | undefined> {
  try {
    await verification;
    return undefined;
  } catch (error) {
    if (error instanceof Refusal && error.retryAfter !== undefined) throw error;
    const detail = `the client assertion is refused: ${(error as Error).message}`;
    const compared = comparedIn(error);
    return compared === undefined ? detail : { detail, compared };
  }
}
