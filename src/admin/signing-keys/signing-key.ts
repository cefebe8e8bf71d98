import type { SigningAlgorithm } from '../../oauth/tokens/jws.js';

/** A key without the key. */
export interface SigningKeyFacts {
  kid: string;
  alg: SigningAlgorithm;
  createdAt: Date;
  signsFrom: Date;
  retiredAt: Date | null;
}

/** How a key goes out of service. */
export type Withdrawal =
  | { act: 'retire'; kid: string }
  /** `promote`: the key that signs from now on in its place. */
  | { act: 'remove'; kid: string; promote?: string | undefined };
