import type { AuditAction } from '../../protocol/audit-actions.js';
import type { Actor } from '../../protocol/audit-event.js';
import type { ClientMetadata, IdTokenClaims } from '../../protocol/client-metadata.js';
import type { FactorPolicies } from '../../protocol/factor-policy.js';
import type { Whitelist } from '../../network/whitelist.js';
import type { RefreshReuse } from '../tokens/refresh-reuse.js';

export interface ClientSecret {
  id: string;
  /** SHA-256. */
  hash: Buffer;
  /** The secret, sealed under the server's secret key; only if `client_secret_jwt` needs it. */
  sealed: Buffer | null;
  expiresAt: Date | null;
}

/** The source of an application's metadata: an administrator, a member, or the application itself. */
export type Describer = 'administrator' | 'member' | 'itself';

/** An OAuth client, as the core needs it. */
export interface Application {
  id: string;
  clientId: string;
  name: string;
  type: 'confidential' | 'public';
  ownerId: string | null;
  builtIn: boolean;
  firstParty: boolean;
  describedBy: Describer;
  disabled: boolean;
  epoch: number;
  /** When it came to know people by other subjects. */
  subjectsSince?: Date | null | undefined;
  grantTypes: readonly string[];
  scopes: readonly string[];
  /** Granted to a request that names none. */
  defaultScopes: readonly string[];
  /** Whether it may also ask a person for scopes of APIs that are not among `scopes`: by itself it has none of them. */
  asksAnyApi?: boolean;
  redirectUris: readonly string[];
  postLogoutRedirectUris: readonly string[];
  tokenEndpointAuthMethod: string;
  idTokenClaims: IdTokenClaims;
  /** Seconds. */
  accessTokenTtl: number;
  refreshTokenTtl: number;
  refreshReuse: RefreshReuse;
  /** The APIs it may exchange tokens for (RFC 8693). */
  exchangeTargets: readonly string[];
  /** Whether people need a second factor to sign in to it: the strictest of what applies. */
  secondFactor: FactorPolicies;
  metadata: ClientMetadata;
  /** Set if it is described by the document at its `client_id`; it may have no row. */
  fromDocument?: boolean;
  /** When the document that describes it was read; of a stored one, to a day. */
  documentReadAt?: Date | undefined;
  /** Set if no account registered it, so that its metadata and identity are unverified. */
  selfRegistered?: boolean;
  /** Set if its document claims more than the stored version: then what an administrator granted it does not count. */
  outgrewGifts?: boolean;
  secrets: readonly ClientSecret[];
  whitelist: Whitelist;
  /** The `client_id` of the application that made it for its owner. */
  madeBy?: string | null;
}

/** The applications, from memory while the change feed is current. */
export abstract class Applications {
  abstract byClientId(clientId: string): Promise<Application | undefined> | Application | undefined;

  /**
   * Ends every sign-in and every access token of an application, durably before it returns. An application without any
   * sign-in may have no row; then there is nothing to end.
   * One row changes, however many sign-ins there are.
   */
  abstract endEverything(application: Application, by: RevokedBy): Promise<void>;

  /** Records the use of a secret; written at intervals, not once per request. */
  abstract secretUsed(secretId: string, address: string): void;

  /** Counts a use of the password grant, so that an admin can see which applications still need it. */
  abstract passwordGrantUsed(clientId: string): void;

  /** Counts an authorization code that was issued without PKCE. */
  abstract codeWithoutPkceUsed(clientId: string): void;
}

/** The actor of an ending, for the audit trail. */
export interface RevokedBy {
  action: AuditAction;
  actor: Actor;
  address: string | null;
  requestId: string | null;
  reason: string;
}
