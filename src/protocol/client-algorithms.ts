import type { PublicKey } from './json-web-key.js';

/**
 * Signature algorithms of clients; never `none`, and a shared secret only where named. `Ed25519` is the name that RFC 9864
 * gives to `EdDSA` with a key on that curve, and no other curve is taken: one stands for the other.
 */
export const CLIENT_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'] as const;
/** The algorithms of FAPI 2.0 Security Profile §5.4, for proofs of possession and for applications under the profile. */
export const STRONG_ALGORITHMS = ['ES256', 'PS256', 'EdDSA', 'Ed25519'] as const;

export type ClientAlgorithm = (typeof CLIENT_ALGORITHMS)[number];

const TWO_NAMES: readonly string[] = ['EdDSA', 'Ed25519'] satisfies ClientAlgorithm[];
/** Which algorithms the keys of a type can have, and how a person tells them. */
const OF_KEYS: readonly { kty: string; crv?: string; says: string; algorithms: readonly string[] }[] = [
  { kty: 'EC', crv: 'P-256', says: 'EC, P-256', algorithms: ['ES256'] },
  { kty: 'RSA', says: 'RSA', algorithms: ['RS256', 'PS256'] },
  { kty: 'OKP', crv: 'Ed25519', says: 'OKP, Ed25519', algorithms: TWO_NAMES },
];

/** The names under which an algorithm may be stated. */
function namesOf(algorithm: string): readonly string[] {
  return TWO_NAMES.includes(algorithm) ? TWO_NAMES : [algorithm];
}

/** With which an application may sign: the registered one, or any; under a profile only the allowed ones. */
export function algorithmsOf(
  registered: string | undefined,
  { security_profile }: { security_profile?: 'fapi2' },
): string[] {
  const allowed: readonly string[] = security_profile === 'fapi2' ? STRONG_ALGORITHMS : CLIENT_ALGORITHMS;
  return allowed.filter((name) => registered === undefined || namesOf(registered).includes(name));
}

/** Whether a JWT signed by one of these algorithms can be verified with the key. */
export function canVerify({ kty, crv, alg, use, key_ops }: PublicKey, algorithms: readonly string[]): boolean {
  if ((use ?? 'sig') !== 'sig' || key_ops?.includes('verify') === false) return false;
  const named = alg === undefined ? algorithms : algorithms.filter((name) => namesOf(alg).includes(name));
  return OF_KEYS.some(
    (kind) => kind.kty === kty && (kind.crv ?? crv) === crv && kind.algorithms.some((name) => named.includes(name)),
  );
}

/** The algorithms with the keys that they take, for a person. */
export function told(algorithms: readonly string[]): string {
  const kinds = OF_KEYS.map(({ says, algorithms: all }) => ({
    says,
    names: all.filter((name) => algorithms.includes(name)),
  }));
  return kinds
    .filter(({ names }) => names.length > 0)
    .map(({ says, names }) => `${names.join(' or ')} (${says})`)
    .join(', ');
}

/** The key without the name of its algorithm where that has two names: its type says as much. */
export function byEitherName(key: PublicKey): PublicKey {
  const { alg, ...unnamed } = key;
  return key.crv === 'Ed25519' && alg !== undefined && TWO_NAMES.includes(alg) ? unnamed : key;
}
