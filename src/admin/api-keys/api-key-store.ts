import type { DoneBy } from '../../protocol/audit-event.js';
import type { PageRequest } from '../../http/page.js';

/** An API key as people see it once it was shown. */
export interface ApiKeyRecord {
  /** `key_…` */
  id: string;
  userId: string;
  name: string;
  /** The last four characters. */
  hint: string;
  scopes: string[];
  ipWhitelist: IpEntry[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
}

/** A network the key may be used from, in canonical form. */
export interface IpEntry {
  cidr: string;
  note: string;
}

export interface NewApiKey extends Pick<
  ApiKeyRecord,
  'id' | 'userId' | 'name' | 'hint' | 'scopes' | 'ipWhitelist' | 'expiresAt'
> {
  /** SHA-256. */
  hash: Buffer;
}

/** The API keys. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
export abstract class ApiKeyStore {
  /** Keeps a new key; undefined when its owner has `max` live ones already, however many are made at once. */
  abstract create(key: NewApiKey, max: number, by: DoneBy): Promise<ApiKeyRecord | undefined>;

  /** A user's keys that were not revoked, newest first; one more than the page holds if there are more. */
  abstract list(userId: string, page: PageRequest): Promise<ApiKeyRecord[]>;

  /** A key that was not revoked. */
  abstract find(id: string): Promise<ApiKeyRecord | undefined>;

  abstract rename(id: string, name: string, by: DoneBy): Promise<ApiKeyRecord | undefined>;

  /** False when there is no such key, or it was revoked before. */
  abstract revoke(id: string, by: DoneBy): Promise<boolean>;
}
