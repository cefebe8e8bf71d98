import type { DoneBy } from '../../protocol/audit-event.js';
import type { NewSecret } from './application-store.js';

/** A client secret as people see it once it was shown. */
export interface SecretRecord {
  id: string;
  /** The last four characters. */
  hint: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
}

/** The secrets of applications. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
export abstract class ApplicationSecretStore {
  /** Newest first. */
  abstract list(applicationId: string): Promise<SecretRecord[]>;

  /** Keeps one more; undefined when the application has `max` already, however many try at once. */
  abstract add(applicationId: string, secret: NewSecret, max: number, by: DoneBy): Promise<SecretRecord | undefined>;

  /** Retires one. The last that still works stays (`last`) unless `evenTheLast`, however many try at once. */
  abstract retire(
    applicationId: string,
    secretId: string,
    evenTheLast: boolean,
    by: DoneBy,
  ): Promise<'retired' | 'unknown' | 'last'>;
}
