import type { DoneBy } from '../../protocol/audit-event.js';
import type { PageRequest } from '../../http/page.js';
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
  /** What it declares beyond the above, in the words of RFC 7591. */
  metadata: ClientMetadata;
}

/** An application as its owner and admins see it. */
export interface ApplicationRecord extends ApplicationSettings {
  id: string;
  clientId: string;
  type: 'confidential' | 'public';
  ownerId: string | null;
  /** One of the documented sign-in faces. */
  builtIn: boolean;
  /** Uses of the password grant in the last 30 days. */
  passwordGrantUses: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface NewApplication extends Omit<ApplicationSettings, 'disabled' | 'disabledByAdmin'> {
  clientId: string;
  type: 'confidential' | 'public';
  ownerId: string;
}

/** A secret to be kept: its SHA-256 and its last four characters. */
export interface NewSecret {
  hash: Buffer;
  /** Itself, sealed; only for applications that sign with it (`client_secret_jwt`). */
  sealed: Buffer | null;
  hint: string;
  expiresAt: Date | null;
}

/** The applications. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
export abstract class ApplicationStore {
  /**
   * Undefined when its owner has `max` already, however many are made at once.
   * @throws InvalidRequest when the brand was deleted meanwhile
   */
  abstract create(
    application: NewApplication,
    secret: NewSecret | undefined,
    max: number,
    by: DoneBy,
  ): Promise<ApplicationRecord | undefined>;

  /** Newest first, of one owner or all; one row more than the page holds if there are more. */
  abstract list(ownerId: string | undefined, page: PageRequest): Promise<ApplicationRecord[]>;

  abstract find(id: string): Promise<ApplicationRecord | undefined>;

  /**
   * Changes an application as `plan` decides, which sees it locked and throws to refuse; undefined when there is
   * none. Disabling ends every sign-in and access token of it in the same transaction.
   */
  abstract change(
    id: string,
    plan: (current: ApplicationRecord) => Partial<ApplicationSettings>,
    by: DoneBy,
  ): Promise<ApplicationRecord | undefined>;

  /** Deletes an application with its sign-ins; its access tokens are dead at once. False when there is none. */
  abstract delete(id: string, by: DoneBy): Promise<boolean>;

  /** What a person is at a brand; undefined when nothing, or when there is no such brand. */
  abstract roleAtBrand(brandId: string, userId: string): Promise<'owner' | 'member' | undefined>;

  abstract brandExists(brandId: string): Promise<boolean>;
}
