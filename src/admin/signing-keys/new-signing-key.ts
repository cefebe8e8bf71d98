import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import type { SigningKey } from '../../oauth/tokens/key-ring.js';
import type { SigningAlgorithm } from '../../protocol/signing-algorithm.js';

/** The least of RFC 7518 section 3.3; one of 3072 bits takes six times the CPU for each signature (docs/adr/0037). */
const RSA_BITS = 2048;

const generate = promisify(generateKeyPair);

/** Makes a key pair, off the event loop. Its `kid` is the thumbprint of the public half (RFC 7638). */
export async function newSigningKey(alg: SigningAlgorithm, signsFrom: Date): Promise<SigningKey> {
  const { privateKey, publicKey } = await keyPair(alg);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, alg, privateKey, publicKey, publicJwk: { ...jwk, kid, alg, use: 'sig' }, signsFrom, retiredAt: null };
}

function keyPair(alg: SigningAlgorithm): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  switch (alg) {
    case 'ES256':
      return generate('ec', { namedCurve: 'P-256' });
    case 'EdDSA':
      return generate('ed25519');
    case 'RS256':
      return generate('rsa', { modulusLength: RSA_BITS });
  }
}
