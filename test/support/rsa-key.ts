import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';

/** An RSA key pair of any size, with any odd public exponent above 65537. */
export function rsaKey(bits: number, leastExponent = 65_537n): { privateKey: KeyObject; publicJwk: JsonWebKey } {
  const made = generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ format: 'jwk' });
  const [p, q] = [numberOf(made.p), numberOf(made.q)];
  const phi = (p - 1n) * (q - 1n);
  let e = leastExponent;
  while (greatestCommonDivisor(e, phi) !== 1n) e += 2n;
  const d = inverse(e, phi);
  const whole = { d, e, dp: d % (p - 1n), dq: d % (q - 1n) };
  const members = Object.entries(whole).map(([name, value]) => [name, textOf(value)]);
  const jwk: JsonWebKey = { ...made, ...(Object.fromEntries(members) as Record<string, string>) };
  return {
    privateKey: createPrivateKey({ key: jwk, format: 'jwk' }),
    publicJwk: { kty: 'RSA', n: jwk.n, e: jwk.e },
  };
}

function numberOf(base64 = ''): bigint {
  return BigInt(`0x${Buffer.from(base64, 'base64url').toString('hex')}`);
}

function textOf(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

function inverse(a: bigint, modulus: bigint): bigint {
  let [r, next, x, nextX] = [modulus, a, 0n, 1n];
  while (next !== 0n) {
    const quotient = r / next;
    [r, next, x, nextX] = [next, r - quotient * next, nextX, x - quotient * nextX];
  }
  return ((x % modulus) + modulus) % modulus;
}
