import { signerOf } from '../../oauth/tokens/key-ring.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import type { SigningKeyFacts } from './signing-key.js';

/** The last moment there is. */
const FOREVER = new Date(8.64e15);

/** Published but not signing yet; signing; or only there so that what it signed can be verified. */
export type KeyState = 'next' | 'current' | 'retired';

export function stateOf(key: SigningKeyFacts, keys: readonly SigningKeyFacts[], now: Date): KeyState {
  if (key.retiredAt !== null) return 'retired';
  if (signerOf(keys, key.alg, now)?.kid === key.kid) return 'current';
  return key.signsFrom > now ? 'next' : 'retired';
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

/** When another key signs in its place: the one published already, or the one that is due. Undefined once that was. */
export function replacedAt(
  key: SigningKeyFacts,
  keys: readonly SigningKeyFacts[],
  { now, rotationDays }: { now: Date; rotationDays: number },
): Date | undefined {
  if (stateOf(key, keys, now) === 'retired') return undefined;
  return (
    successorOf(key, keys, FOREVER)?.signsFrom ?? new Date(key.signsFrom.getTime() + rotationDays * MILLISECONDS.day)
  );
}
