import { Injectable } from '@nestjs/common';
import type { JWTPayload } from 'jose';
import { Settings } from '../../config/settings.js';
import { algorithmsOf } from '../../protocol/client-algorithms.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import { Refusal } from '../../protocol/refusal.js';
import { AUTHORIZATION_PARAMETERS } from '../../protocol/request-parameters.js';
import { ClaimFault, ClientTokens, comparedIn, refuseOtherTypes } from '../client-auth/client-tokens.js';
import type { Application } from '../stores/applications.js';

/** Claims of the JWT itself. All other claims are parameters. */
const OF_THE_JWT = ['iss', 'aud', 'exp', 'nbf', 'iat', 'jti', 'sub'];
const TYPES = ['oauth-authz-req+jwt', 'jwt'];

/**
 * Reads an authorization request that its client signed.
 * @see https://www.rfc-editor.org/rfc/rfc9101#section-6
 * @see https://openid.net/specs/openid-connect-core-1_0.html#JWTRequests
 */
@Injectable()
export class RequestObjects {
  constructor(
    private readonly tokens: ClientTokens,
    private readonly settings: Settings,
  ) {}

  /**
   * Its parameters. It must be in time when it first comes; later steps may take longer.
   * @param at when it first came
   * @throws Refusal `invalid_request_object`
   */
  async read(jwt: string, client: Application, at: Date, origin: Origin): Promise<Parameters> {
    try {
      refuseOtherTypes(jwt, TYPES);
      const algorithms = algorithmsOf(client.metadata.request_object_signing_alg, client.metadata);
      const claims = await this.tokens.verify(jwt, client, { algorithms, currentDate: at }, origin);
      this.check(claims, client);
      return parametersOf(claims);
    } catch (error) {
      if (error instanceof Refusal && error.retryAfter !== undefined) throw error;
      throw new Refusal('invalid_request_object', 'request: is not a request object this application may use', {
        detail: (error as Error).message,
        subject: { clientId: client.clientId },
        compared: comparedIn(error),
      });
    }
  }

  private check(claims: JWTPayload, { clientId }: Application): void {
    const { iss, aud, sub, client_id: named } = claims;
    // RFC 9101 §5: "the value MUST exactly match" the client_id outside
    if (named !== clientId) throw new Error('client_id is missing in it or another');
    if (iss !== undefined && iss !== clientId) throw new Error('iss is not the client');
    const { issuer } = this.settings;
    if (aud !== undefined && ![aud].flat().includes(issuer)) {
      const compared = { parameter: 'aud', sent: [aud].flat().join(', '), accepted: [issuer] };
      throw new ClaimFault('it is for another server', compared);
    }
    // RFC 9101 §10.8: otherwise it could be replayed as a client assertion
    if (sub === clientId) throw new Error('sub must not be the client');
    // RFC 9101 §4: "request and request_uri parameters MUST NOT be included in Request Objects"
    if ('request' in claims || 'request_uri' in claims) throw new Error('a request object inside a request object');
  }
}

/**
 * The values of known ones are strings, numbers or objects (RFC 9101 §4). RFC 6749 §3.1: "The authorization server MUST
 * ignore unrecognized request parameters", of what type they are.
 */
function parametersOf(claims: JWTPayload): Parameters {
  const entries = Object.entries(claims)
    .filter(([name]) => !OF_THE_JWT.includes(name))
    .map(([name, value]): [string, unknown] => [name, asText(value)])
    .filter(([name, value]) => AUTHORIZATION_PARAMETERS.has(name) || typeof value === 'string');
  return Parameters.fromJson(Object.fromEntries(entries));
}

/** Numbers and objects become form values as JSON. */
function asText(value: unknown): unknown {
  const isPlain = typeof value === 'number' || (typeof value === 'object' && value !== null && !Array.isArray(value));
  return isPlain ? JSON.stringify(value) : value;
}
