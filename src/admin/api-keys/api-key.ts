import type { Made } from '../../access/made-by.js';

/** An API key as people see it once it was shown. */
export interface ApiKeyRecord extends Made {
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
  'id' | 'userId' | 'name' | 'hint' | 'scopes' | 'ipWhitelist' | 'expiresAt' | 'madeBy'
> {
  /** SHA-256. */
  hash: Buffer;
}
