import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type Answer, call } from './http.js';
import { secondsNow } from './signing-client.js';

export interface ProofOptions {
  nonce?: string | undefined;
  accessToken?: string;
  /** Over what a good proof would say. */
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
}

/** A key that a client proves to have (RFC 9449). */
export class DpopKey {
  private constructor(
    readonly alg: string,
    readonly privateKey: CryptoKey,
    readonly jwk: JWK,
    readonly jkt: string,
  ) {}

  static async make(alg = 'ES256'): Promise<DpopKey> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = await exportJWK(publicKey);
    return new DpopKey(alg, privateKey, jwk, await calculateJwkThumbprint(jwk));
  }

  proof(htm: string, htu: string, { nonce, accessToken, claims, header }: ProofOptions = {}): Promise<string> {
    const ath = accessToken === undefined ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') };
    const payload = {
      jti: randomUUID(),
      htm,
      htu,
      iat: secondsNow(),
      ...(nonce === undefined ? {} : { nonce }),
      ...ath,
    };
    return new SignJWT({ ...payload, ...claims })
      .setProtectedHeader({ alg: this.alg, typ: 'dpop+jwt', jwk: this.jwk, ...header })
      .sign(this.privateKey);
  }

  /** Calls as a client does that knows nonces: once more, when it is told one. */
  async call(
    url: string,
    send: (headers: Record<string, string>) => Promise<Answer>,
    options: ProofOptions & { method?: string } = {},
  ): Promise<Answer> {
    const method = options.method ?? 'POST';
    const first = await send({ dpop: await this.proof(method, url, options) });
    const nonce = first.headers['dpop-nonce'];
    const isAsked = JSON.stringify([first.json, first.headers['www-authenticate']]).includes('use_dpop_nonce');
    if (!isAsked || typeof nonce !== 'string') return first;
    return send({ dpop: await this.proof(method, url, { ...options, nonce }) });
  }

  /** GETs with a bound token. */
  get(url: string, accessToken: string, options: ProofOptions = {}): Promise<Answer> {
    const send = (headers: Record<string, string>) =>
      call(url, { headers: { authorization: `DPoP ${accessToken}`, ...headers } });
    return this.call(url, send, { ...options, accessToken, method: 'GET' });
  }
}
