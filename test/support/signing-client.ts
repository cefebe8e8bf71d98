import { randomUUID } from 'node:crypto';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';
import type { ClientMetadata } from '../../src/protocol/client-metadata.js';
import type { TestDatabase } from './database.js';
import { addApplication, type ApplicationRow, type OAuthClient } from './oauth-application.js';

export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A key pair of a client, and the public half as it registers it. */
export class ClientKey {
  private constructor(
    readonly alg: string,
    readonly privateKey: CryptoKey,
    readonly publicJwk: JWK & { kid: string },
  ) {}

  static async make(alg = 'ES256', kid: string = randomUUID()): Promise<ClientKey> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    return new ClientKey(alg, privateKey, { ...(await exportJWK(publicKey)), alg, kid, use: 'sig' });
  }

  get jwks(): NonNullable<ClientMetadata['jwks']> {
    return { keys: [{ ...this.publicJwk, kty: String(this.publicJwk.kty) }] };
  }

  sign(payload: JWTPayload, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    return new SignJWT(payload)
      .setProtectedHeader({ alg: this.alg, kid: this.publicJwk.kid, ...header })
      .sign(this.privateKey);
  }
}

export function secondsNow(): number {
  return Math.floor(Date.now() / 1000);
}

/** A client assertion's claims (RFC 7523 section 3), as they should be. */
export function assertionClaims(clientId: string, issuer: string): JWTPayload {
  const iat = secondsNow();
  return { iss: clientId, sub: clientId, aud: issuer, iat, exp: iat + 60, jti: randomUUID() };
}

/** The form fields that authenticate a client by assertion. */
export async function assertionFields(
  key: ClientKey,
  clientId: string,
  issuer: string,
  claims: JWTPayload = {},
): Promise<Record<string, string>> {
  const jwt = await key.sign({ ...assertionClaims(clientId, issuer), ...claims });
  return { client_assertion_type: JWT_BEARER, client_assertion: jwt };
}

export interface SigningClient extends OAuthClient {
  key: ClientKey;
}

/** A confidential application that authenticates by `private_key_jwt`. */
export async function addSigningClient(database: TestDatabase, row: ApplicationRow = {}): Promise<SigningClient> {
  const key = await ClientKey.make();
  const client = await addApplication(database, {
    secret: null,
    authMethod: 'private_key_jwt',
    ...row,
    metadata: Object.assign({ jwks: key.jwks }, row.metadata),
  });
  return { ...client, key };
}
