import type { Made } from '../../access/made-by.js';
import type { FactorPolicy } from '../../protocol/factor-policy.js';
import type { ClientMetadata } from '../../protocol/client-metadata.js';

/** What an application may be told to be. */
export interface ApplicationSettings {
  name: string;
  disabled: boolean;
  /** Whether an admin disabled it: then only an admin enables it again. */
  disabledByAdmin: boolean;
  /** The organisation's own: no consent is asked for. */
  firstParty: boolean;
  /** Whether an administrator made it, or has looked at it as it is. */
  confirmed: boolean;
  brandId: string | null;
  /** Whether an administrator gave it a brand that its owner could not have given it. */
  brandGiven: boolean;
  grantTypes: string[];
  scopes: string[];
  /** Granted when a request names none; empty: all of `scopes`. */
  defaultScopes: string[];
  redirectUris: string[];
  postLogoutRedirectUris: string[];
  tokenEndpointAuthMethod: string;
  /** Seconds; null: the server's setting. */
  accessTokenTtl: number | null;
  refreshTokenTtl: number | null;
  /** Seconds a used refresh token may be presented again; 0: never; null: until its successor was used. */
  refreshReuse: number | null;
  /** The APIs it may exchange tokens for (RFC 8693). */
  exchangeTargets: string[];
  /** Whether people need a second factor; null: it says nothing. */
  secondFactor: FactorPolicy | null;
  /** What it declares beyond the above, in the words of RFC 7591. */
  metadata: ClientMetadata;
}

/** An application as its owner and admins see it. */
export interface ApplicationRecord extends ApplicationSettings, Made {
  id: string;
  clientId: string;
  type: 'confidential' | 'public';
  ownerId: string | null;
  /** One of the documented sign-in faces. */
  builtIn: boolean;
  /** What its pages say of its brand. */
  brand: { name: string; logoUrl: string | null } | null;
  /** Uses of the password grant in the last 30 days. */
  passwordGrantUses: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface ApplicationFilter {
  /** Undefined: anyone's. */
  ownerId: string | undefined;
  /** Part of the name, or the `client_id`. */
  text?: string | undefined;
  type?: 'confidential' | 'public' | undefined;
  disabled?: boolean | undefined;
  sort: 'newest' | 'name';
}

/** An application among others. */
export interface ListedApplication extends ApplicationRecord {
  ownerName: string | null;
  /** The day of its last token; null: none in the time that counts are kept. */
  lastUsedOn: Date | null;
  /** Where it stands in the list. */
  place: string;
}

export interface NewApplication extends Omit<ApplicationSettings, 'disabled' | 'disabledByAdmin'> {
  clientId: string;
  type: 'confidential' | 'public';
  ownerId: string;
  /** The `client_id` of the application that makes it for its owner. */
  madeBy: string | null;
}

/** A secret to be kept: its SHA-256 and its last four characters. */
export interface NewSecret {
  hash: Buffer;
  /** Itself, sealed; only for applications that sign with it (`client_secret_jwt`). */
  sealed: Buffer | null;
  /** The fingerprint of the key that it is sealed with. */
  sealedWith: string | null;
  hint: string;
  expiresAt: Date | null;
}
