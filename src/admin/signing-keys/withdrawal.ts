import type { SigningAlgorithm } from '../../oauth/tokens/jws.js';
import { MAX_ACCESS_TOKEN_TTL } from '../../oauth/tokens/lifetimes.js';
import { Conflict, NotFound } from '../../protocol/refusal.js';
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
      const promote = needed.includes(key.alg) ? stepIn(key, keys, request) : undefined;
      return force ? { act: 'remove', kid, promote } : { act: 'retire', kid };
    }
    case 'retired':
      if (force) return { act: 'remove', kid };
      throw new Conflict(
        'kid',
        `has signed tokens that may be live until ${goneBy(key, keys, now)}; ?force=true ends them`,
      );
  }
}

/** The key that must sign sooner than planned because this one goes; undefined when another signs already. */
function stepIn(key: SigningKeyFacts, keys: readonly SigningKeyFacts[], { force, now }: WithdrawalRequest) {
  const others = keys
    .filter(({ kid, alg, retiredAt }) => kid !== key.kid && alg === key.alg && retiredAt === null)
    .sort((a, b) => a.signsFrom.getTime() - b.signsFrom.getTime());
  const [next] = others;
  if (next === undefined)
    throw new Conflict('kid', 'is the only key there is to sign with; POST signing-keys/rotate first');
  if (next.signsFrom <= now) return undefined;
  if (force) return next.kid;
  const at = next.signsFrom.toISOString();
  throw new Conflict(
    'kid',
    `signs until its successor takes over at ${at}; ?force=true removes it now and ends its tokens`,
  );
}

function goneBy(key: SigningKeyFacts, keys: readonly SigningKeyFacts[], now: Date): string {
  const retiredAt = key.retiredAt ?? successorOf(key, keys, now)?.signsFrom ?? now;
  return new Date(retiredAt.getTime() + MAX_ACCESS_TOKEN_TTL * 1000).toISOString();
}
