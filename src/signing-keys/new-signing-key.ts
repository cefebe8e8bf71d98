import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import type { SigningAlgorithm, SigningKey } from '../oauth/tokens/key-ring.js';

const RSA_BITS = 3072;

/** Makes a key pair. Its `kid` is the thumbprint of the public half (RFC 7638). */
export async function newSigningKey(alg: SigningAlgorithm, signsFrom: Date): Promise<SigningKey> {
  const { privateKey, publicKey } = keyPair(alg);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, alg, privateKey, publicKey, publicJwk: { ...jwk, kid, alg, use: 'sig' }, signsFrom, retiredAt: null };
}

function keyPair(alg: SigningAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  switch (alg) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: RSA_BITS });
  }
}
