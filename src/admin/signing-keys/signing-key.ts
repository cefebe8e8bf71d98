import type { SigningKey } from '../../oauth/tokens/key-ring.js';
import type { SigningAlgorithm } from '../../protocol/signing-algorithm.js';

/** A key without the key. */
export interface SigningKeyFacts {
  kid: string;
  alg: SigningAlgorithm;
  createdAt: Date;
  signsFrom: Date;
  retiredAt: Date | null;
}

/** A key that is published, and the `kid`s of those that go as it comes, and have signed nothing. */
export interface Addition {
  key: SigningKey;
  drop: readonly string[];
}

/** How a key goes out of service. */
export type Withdrawal =
  | { act: 'retire'; kid: string }
  /** `promote`: the key that signs from now on in its place. `drop`: those that go with it, and have signed nothing. */
  | { act: 'remove'; kid: string; promote?: string | undefined; drop?: readonly string[] };
