import { Injectable } from '@nestjs/common';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import type { Parameters } from '../../protocol/parameters.js';
import { InvalidClient, InvalidRequest } from '../../protocol/refusal.js';
import { sha256 } from '../../secrets/secrets.js';
import { isAudience, isUnderFapi2 } from '../profiles/fapi2.js';
import type { Application } from '../stores/applications.js';
import { UsedAssertions } from '../stores/used-assertions.js';
import { CLOCK_SKEW } from './client-tokens.js';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ENDPOINTS = ['token', 'par', 'introspect', 'revoke', 'device_authorization'];
/** Seconds an assertion may be valid from now. */
const MAX_LIFETIME = 3600;
/** Other JWTs a client signs are no assertions, whatever they say (RFC 8725 section 3.11). */
const OWN_TYPES = ['JWT', 'client-authentication+jwt'];

/** An assertion as it was sent, not yet verified. */
export interface ShownAssertion {
  jwt: string;
  alg: string;
  clientId: string;
}

/** Reads what a request brings; undefined when it brings none. @see https://www.rfc-editor.org/rfc/rfc7521#section-4.2 */
export function shownAssertion(parameters: Parameters): ShownAssertion | undefined {
  const jwt = parameters.optional('client_assertion');
  const type = parameters.optional('client_assertion_type');
  if (jwt === undefined) {
    if (type === undefined) return undefined;
    throw InvalidRequest.field('client_assertion', 'is required with client_assertion_type');
  }
  if (type !== TYPE) throw InvalidRequest.field('client_assertion_type', `must be ${TYPE}`);
  try {
    const { alg, typ } = decodeProtectedHeader(jwt);
    const { sub } = decodeJwt(jwt);
    if (typeof sub !== 'string' || typeof alg !== 'string') throw new Error('it names no client or no algorithm');
    if (typ !== undefined && !OWN_TYPES.includes(typ)) throw new Error('it is another kind of token');
    return { jwt, alg, clientId: sub };
  } catch (error) {
    throw new InvalidClient(`not a client assertion: ${(error as Error).message}`);
  }
}

/**
 * The rules for what an assertion says, whoever signed it.
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-3
 */
@Injectable()
export class ClientAssertionRules {
  private readonly ownNames: readonly string[];

  constructor(
    private readonly settings: Settings,
    private readonly used: UsedAssertions,
    private readonly clock: Clock,
  ) {
    this.ownNames = [settings.issuer, ...ENDPOINTS.map((name) => `${settings.issuer}/oauth/${name}`)];
  }

  /** What the signature's verification holds the claims against, too. */
  options({ clientId }: Application, algorithms: readonly string[]): JWTVerifyOptions {
    return {
      algorithms: [...algorithms],
      issuer: clientId,
      subject: clientId,
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'jti'],
    };
  }

  /** Takes a genuine assertion, once. @throws Error saying what is wrong */
  async take({ aud, exp = 0, jti }: JWTPayload, application: Application): Promise<void> {
    const { clientId } = application;
    const isOurs = isUnderFapi2(application) ? isAudience(aud, this.settings.issuer) : this.isOurs(aud);
    if (!isOurs) throw new Error('it is for another server');
    if (exp > this.clock.seconds() + MAX_LIFETIME) throw new Error('it is valid for too long');
    if (typeof jti !== 'string' || jti === '') throw new Error('jti is not a string');
    const hash = sha256(JSON.stringify(['assertion', clientId, jti]));
    const until = new Date((exp + CLOCK_SKEW) * 1000);
    if (!(await this.used.use(hash, this.clock.now(), until))) throw new Error('it was used before');
  }

  /** Whoever else it is for could use it here: so it may be for nobody else. */
  private isOurs(aud: string | string[] | undefined): boolean {
    const names = typeof aud === 'string' ? [aud] : (aud ?? []);
    return names.length > 0 && names.every((name) => this.ownNames.includes(name));
  }
}

/** Says why an assertion is refused; a database that is away is no fault of the client. */
export async function faultOf(verification: Promise<unknown>): Promise<string | undefined> {
  try {
    await verification;
    return undefined;
  } catch (error) {
    if ((error as { reason?: unknown }).reason === 'temporarily_unavailable') throw error;
    return `the client assertion is refused: ${(error as Error).message}`;
  }
}
