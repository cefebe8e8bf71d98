import { lastExpiry } from '../../oauth/tokens/lifetimes.js';
import { Conflict, NotFound } from '../../protocol/refusal.js';
import type { SigningAlgorithm } from '../../protocol/signing-algorithm.js';
import { stateOf, successorOf } from './key-state.js';
import type { SigningKeyFacts, Withdrawal } from './signing-key.js';

export interface WithdrawalRequest {
  kid: string;
  /** Ends the tokens that the key has signed. */
  force: boolean;
  /** What this server must always be able to sign with. */
  needed: readonly SigningAlgorithm[];
  now: Date;
}

/** Pure: how a key may go, so that live tokens die only on demand and there is always a key to sign with. */
export function planWithdrawal(keys: readonly SigningKeyFacts[], request: WithdrawalRequest): Withdrawal {
  const { kid, force, needed, now } = request;
  const key = keys.find((candidate) => candidate.kid === kid);
  if (key === undefined) throw new NotFound('Signing key');
  switch (stateOf(key, keys, now)) {
    case 'next': // it has signed nothing
      return { act: 'remove', kid };
    case 'current': {
      const waiting = notYetSigning(keys, key.alg, now).sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
      const promote = needed.includes(key.alg) ? stepIn(waiting, force) : undefined;
      if (!force) return { act: 'retire', kid };
      const drop = waiting.map((other) => other.kid).filter((other) => other !== promote);
      return promote === undefined ? { act: 'remove', kid, drop } : { act: 'remove', kid, promote, drop };
    }
    case 'retired':
      if (force) return { act: 'remove', kid };
      throw new Conflict(
        'kid',
        `has signed tokens that may be live until ${goneBy(key, keys, now)}; ?force=true ends them`,
      );
  }
}

/** The keys of an algorithm that are published and have signed nothing. */
export function notYetSigning(keys: readonly SigningKeyFacts[], alg: SigningAlgorithm, now: Date): SigningKeyFacts[] {
  return keys.filter((key) => key.alg === alg && stateOf(key, keys, now) === 'next');
}

/**
 * The key that must sign sooner than planned because the current one goes: the one that was published last, as one before
 * it may have leaked with the current one.
 */
function stepIn(waiting: readonly SigningKeyFacts[], force: boolean): string {
  const [latest] = waiting;
  if (latest === undefined)
    throw new Conflict('kid', 'is the only key there is to sign with; POST signing-keys/rotate first');
  if (force) return latest.kid;
  const at = new Date(Math.min(...waiting.map(({ signsFrom }) => signsFrom.getTime()))).toISOString();
  throw new Conflict(
    'kid',
    `signs until its successor takes over at ${at}; ?force=true removes it now and ends its tokens`,
  );
}

function goneBy(key: SigningKeyFacts, keys: readonly SigningKeyFacts[], now: Date): string {
  const retiredAt = key.retiredAt ?? successorOf(key, keys, now)?.signsFrom ?? now;
  return lastExpiry(retiredAt).toISOString();
}
