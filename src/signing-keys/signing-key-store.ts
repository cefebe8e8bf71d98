import type { SigningAlgorithm, SigningKey } from '../oauth/tokens/key-ring.js';
import type { AuditEvent } from '../audit/audit-event.js';

/** The private half lies sealed at rest; only this store opens it. */
export abstract class SigningKeyStore {
  abstract all(): Promise<SigningKey[]>;

  /**
   * Adds what `plan` asks for after it has seen the keys of this algorithm. One node at a time, so that any
   * number of nodes may start together and find one key.
   */
  abstract add(
    alg: SigningAlgorithm,
    plan: (existing: SigningKey[]) => SigningKey | undefined,
    event: AuditEvent,
  ): Promise<SigningKey | undefined>;

  /** Calls back when any node changed the keys. */
  abstract onChange(listener: () => void): void;

  /** From now on the key signs nothing; what it has signed still holds. */
  abstract retire(kid: string, at: Date): Promise<void>;

  /** Forgets a key at once: what it has signed holds no more. */
  abstract remove(kid: string, event: AuditEvent | undefined): Promise<boolean>;
}
