import type { SigningKeyFacts } from './signing-key-store.js';

/** Published but not signing yet; signing; or only there so that what it signed can be verified. */
export type KeyState = 'next' | 'current' | 'retired';

export function stateOf(key: SigningKeyFacts, keys: readonly SigningKeyFacts[], now: Date): KeyState {
  if (key.retiredAt !== null) return 'retired';
  if (key.signsFrom > now) return 'next';
  return successorOf(key, keys, now) === undefined ? 'current' : 'retired';
}

/** The key that took over from this one, if one has. */
export function successorOf(
  key: SigningKeyFacts,
  keys: readonly SigningKeyFacts[],
  now: Date,
): SigningKeyFacts | undefined {
  return keys
    .filter(({ alg, retiredAt }) => alg === key.alg && retiredAt === null)
    .filter(({ signsFrom }) => signsFrom <= now && signsFrom > key.signsFrom)
    .sort((a, b) => a.signsFrom.getTime() - b.signsFrom.getTime())[0];
}
