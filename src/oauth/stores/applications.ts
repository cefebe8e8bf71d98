import type { Actor } from '../../protocol/audit-event.js';
import type { ClientMetadata } from '../../protocol/client-metadata.js';
import type { Whitelist } from '../../network/whitelist.js';
import type { RefreshReuse } from '../tokens/refresh-reuse.js';

export interface ClientSecret {
  id: string;
  /** SHA-256. */
  hash: Buffer;
  /** The secret, sealed under the server's secret key; only where `client_secret_jwt` needs it. */
  sealed: Buffer | null;
  expiresAt: Date | null;
}

/** Whose word stands for what an application says of itself: an administrator's, a member's, or nothing but its own. */
export type Voucher = 'administrator' | 'member' | 'itself';

/** An OAuth application (RFC 6749 calls it the client), as the core sees it. */
export interface Application {
  id: string;
  clientId: string;
  name: string;
  type: 'confidential' | 'public';
  ownerId: string | null;
  builtIn: boolean;
  firstParty: boolean;
  voucher: Voucher;
  disabled: boolean;
  epoch: number;
  grantTypes: readonly string[];
  scopes: readonly string[];
  /** Granted when a request names none. */
  defaultScopes: readonly string[];
  redirectUris: readonly string[];
  postLogoutRedirectUris: readonly string[];
  tokenEndpointAuthMethod: string;
  /** Seconds. */
  accessTokenTtl: number;
  refreshTokenTtl: number;
  refreshReuse: RefreshReuse;
  /** The APIs it may exchange tokens for (RFC 8693). */
  exchangeTargets: readonly string[];
  metadata: ClientMetadata;
  /** Set where it is what the document at its `client_id` says, and no row need exist. */
  fromDocument?: boolean;
  /** Set where no account registered it: it says of itself what it is, and whoever it is. */
  unvouched?: boolean;
  /** Set where its document says more than when it was last kept: what an administrator gave it then does not count. */
  outgrewGifts?: boolean;
  secrets: readonly ClientSecret[];
  whitelist: Whitelist;
}

/** The applications, from memory where the change feed vouches for it. */
export abstract class Applications {
  abstract byClientId(clientId: string): Promise<Application | undefined> | Application | undefined;

  /**
   * Ends every sign-in and every access token of an application, durably before it returns. One that no account has
   * signed in to may have no row yet: then there is nothing to end.
   * One row changes, however many sign-ins there are.
   */
  abstract endEverything(application: Application, by: RevokedBy): Promise<void>;

  /** Notes that a secret was used; written now and then, never once per request. */
  abstract secretUsed(secretId: string, address: string): void;

  /** Counts a use of the password grant, so that an admin can see who still needs it. */
  abstract passwordGrantUsed(clientId: string): void;

  /** Counts an authorization code that was issued without PKCE. */
  abstract codeWithoutPkceUsed(clientId: string): void;
}

/** Who ended something, for the audit trail. */
export interface RevokedBy {
  action: string;
  actor: Actor;
  address: string | null;
  requestId: string | null;
  reason: string;
}
