import type { Whitelist } from '../network/whitelist.js';

/** An API key, as the check of a request sees it. */
export interface ApiKeyFacts {
  /** `key_…` */
  id: string;
  userId: string;
  /** Which of the account's it was made under: it ends with that. */
  keysEpoch: number;
  scopes: readonly string[];
  expiresAt: Date | null;
  revoked: boolean;
  whitelist: Whitelist;
}

/** API keys by the hash of their secret, from memory where the change feed vouches for it. */
export abstract class ApiKeyDirectory {
  abstract byHash(hash: Buffer): Promise<ApiKeyFacts | undefined> | ApiKeyFacts | undefined;
  /** Notes a use; `inQuery` where the key stood in the URL. Written now and then, never once per request. */
  abstract used(keyId: string, address: string, inQuery: boolean): void;
}
