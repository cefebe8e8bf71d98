import type { Whitelist } from '../network/whitelist.js';

/** An API key, as request authentication needs it. */
export interface ApiKeyFacts {
  /** `key_…` */
  id: string;
  userId: string;
  /** The account's epoch at creation; the key is invalid under any later one. */
  keysEpoch: number;
  scopes: readonly string[];
  expiresAt: Date | null;
  revoked: boolean;
  whitelist: Whitelist;
  /** The `client_id` of the application that made it for its owner. */
  madeBy: string | null;
}

/** API keys by the hash of their secret, from memory while the change feed is current. */
export abstract class ApiKeys {
  abstract byHash(hash: Buffer): Promise<ApiKeyFacts | undefined> | ApiKeyFacts | undefined;
  /** Records a use; `inQuery` if the key was sent in the URL. Written at intervals, not once per request. */
  abstract used(keyId: string, address: string, inQuery: boolean): void;
}
