import { Injectable } from '@nestjs/common';
import {
  calculateJwkThumbprint,
  type CryptoKey,
  EmbeddedJWK,
  type FlattenedJWSInput,
  type JWK,
  type JWTHeaderParameters,
  jwtVerify,
  type JWTPayload,
} from 'jose';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { STRONG_ALGORITHMS } from '../../protocol/client-algorithms.js';
import { claimSent, type Comparison } from '../../protocol/comparison.js';
import { isPublicKey } from '../../protocol/json-web-key.js';
import { ownAddress } from '../../protocol/own-address.js';
import { Refusal } from '../../protocol/refusal.js';
import { sha256 } from '../../secrets/secrets.js';
import { comparedIn, timeCompared } from '../client-auth/client-tokens.js';
import { DpopNonces, NONCE_LIFETIME } from './dpop-nonces.js';

/** Maximum age of a proof in seconds, and tolerance for a clock that is ahead, where no nonce tells when it was made. */
const MAX_AGE = 60;
const MAX_AHEAD = 15;
/**
 * Seconds that the clock of a device may be behind, and ahead, where a nonce does. FAPI 2.0 §5.3.2.1: refuse what lies more than
 * 60 seconds in the future.
 */
const MAX_BEHIND = 300;
const MAX_AHEAD_OF_NONCE = 60;
const MAX_PROOF = 8192;
const MAX_JTI = 256;

/** The request that a proof must describe. */
export interface ProvenRequest {
  method: string;
  /** Without query. */
  path: string;
}

/** A verified proof. */
export interface DpopProof {
  /** RFC 7638 thumbprint of the key. */
  jkt: string;
  /** SHA-256 of key and `jti`: each proof is accepted once. */
  hash: Buffer;
  expiresAt: Date;
}

/**
 * Verifies DPoP proofs, except for their single use.
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-4.3
 */
@Injectable()
export class DpopProofs {
  constructor(
    private readonly settings: Settings,
    private readonly nonces: DpopNonces,
    private readonly clock: Clock,
  ) {}

  /**
   * @param accessToken the token sent with it to a protected resource
   * @throws Refusal `invalid_dpop_proof` or `use_dpop_nonce`
   */
  async verify(proof: string, request: ProvenRequest, accessToken?: string): Promise<DpopProof> {
    if (proof.length > MAX_PROOF) throw invalidProof('it is too long');
    const { payload, jwk } = await this.read(proof);
    this.checkRequest(payload, request);
    const expiresAt = this.checkTime(payload);
    const { jti, ath } = payload;
    if (typeof jti !== 'string' || jti === '' || jti.length > MAX_JTI) throw invalidProof('its jti is no identifier');
    if (accessToken !== undefined && ath !== sha256(accessToken).toString('base64url')) {
      throw invalidProof('its ath is not the hash of the access token');
    }
    const jkt = await calculateJwkThumbprint(jwk);
    return { jkt, hash: sha256(JSON.stringify(['dpop', jkt, jti])), expiresAt };
  }

  private async read(proof: string): Promise<{ payload: JWTPayload; jwk: JWK }> {
    try {
      const { payload, protectedHeader } = await jwtVerify(proof, ownKey, {
        algorithms: [...STRONG_ALGORITHMS],
        typ: 'dpop+jwt',
        requiredClaims: ['jti', 'htm', 'htu', 'iat'],
        currentDate: this.clock.now(),
        clockTolerance: MAX_BEHIND,
      });
      return { payload, jwk: protectedHeader.jwk ?? {} };
    } catch (error) {
      throw invalidProof((error as Error).message, comparedIn(error));
    }
  }

  /** The URL under the issuer, which clients know; never the `Host` header's. */
  private checkRequest({ htm, htu }: JWTPayload, { method, path }: ProvenRequest): void {
    if (htm !== method) {
      throw invalidProof('its htm is another method', { parameter: 'htm', sent: claimSent(htm), accepted: [method] });
    }
    const own = ownAddress(this.settings.issuer, path);
    if (typeof htu !== 'string' || bareUrl(htu) !== bareUrl(own)) {
      throw invalidProof('its htu is another address', { parameter: 'htu', sent: claimSent(htu), accepted: [own] });
    }
  }

  /**
   * The time until which the proof is remembered. A nonce of this server tells when it was made, under any clock of the device.
   * @see https://www.rfc-editor.org/rfc/rfc9449#section-11.1
   */
  private checkTime({ nonce, iat = Number.NaN }: JWTPayload): Date {
    const now = this.clock.seconds();
    const isTimed = nonce !== undefined || this.settings.dpopNonces;
    if (isTimed && !(typeof nonce === 'string' && this.nonces.isValid(nonce))) {
      throw new Refusal('use_dpop_nonce', 'The DPoP proof must carry the nonce of the DPoP-Nonce header');
    }
    const age = now - iat;
    const [maxAge, maxAhead] = isTimed ? [MAX_BEHIND, MAX_AHEAD_OF_NONCE] : [MAX_AGE, MAX_AHEAD];
    if (!(age <= maxAge && age >= -maxAhead))
      throw invalidProof('its iat is too far from now', timeCompared('iat', iat));
    return new Date((isTimed ? now + NONCE_LIFETIME : iat + MAX_AGE + MAX_AHEAD) * 1000);
  }
}

/** The key in the proof, unless verification with it would be slow by design. */
function ownKey(header: JWTHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
  if (!isPublicKey(header.jwk)) throw new Error('its jwk is no public key of a supported kind and size');
  return EmbeddedJWK(header, token);
}

/** RFC 9449 §4.3: "ignoring any query and fragment parts", after syntax- and scheme-based normalization. */
function bareUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return origin + pathname;
}

export function invalidProof(detail: string, compared?: Comparison): Refusal {
  return new Refusal('invalid_dpop_proof', 'The DPoP proof is not valid for this request', { detail, compared });
}
