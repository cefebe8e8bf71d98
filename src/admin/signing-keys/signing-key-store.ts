import type { AuditEvent, DoneBy } from '../../protocol/audit-event.js';
import type { SigningAlgorithm } from '../../oauth/tokens/jws.js';
import type { SigningKey } from '../../oauth/tokens/key-ring.js';

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

/** The private half lies sealed at rest; only this store opens it. Every change is audited and told to every node. */
export abstract class SigningKeyStore {
  abstract all(): Promise<SigningKey[]>;

  abstract facts(): Promise<SigningKeyFacts[]>;

  /**
   * Adds what `plan` asks for after it has seen the keys of this algorithm. One node at a time, so that any
   * number of nodes may start together and find one key.
   */
  abstract add(
    alg: SigningAlgorithm,
    plan: (existing: SigningKey[]) => SigningKey | undefined,
    event: AuditEvent,
    by: Pick<DoneBy, 'standing'>,
  ): Promise<SigningKey | undefined>;

  /** Calls back when any node changed the keys. */
  abstract onChange(listener: () => void): void;

  /**
   * Takes out of service what `plan` names after it has seen all keys, one node at a time; `plan` may throw a refusal.
   * A retired key signs nothing more, but what it has signed still holds; of a removed one nothing holds any more.
   */
  abstract withdraw(
    plan: (keys: SigningKeyFacts[]) => Withdrawal | undefined,
    at: Date,
    by: Omit<AuditEvent, 'action' | 'target'> & Pick<DoneBy, 'standing'>,
  ): Promise<void>;

  /** Forgets a key at once: what it has signed holds no more. */
  abstract remove(kid: string, event: AuditEvent): Promise<boolean>;
}
