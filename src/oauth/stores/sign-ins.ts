import type { ClaimsByName } from '../../protocol/claims.js';
import type { Comparison } from '../../protocol/comparison.js';
import type { Origin } from '../../protocol/origin.js';
import type { Confirmation } from '../tokens/access-token.js';
import type { PresentedRefreshToken, Successor } from '../tokens/refresh-token.js';
import type { Account } from './accounts.js';
import type { Application, RevokedBy } from './applications.js';
import type { RedemptionCheck, RotationCheck } from './sign-in-checks.js';

/** A sign-in: the permission of an account for an application, in one row. */
export interface SignIn {
  id: string;
  user: Account;
  /** Space separated. */
  scope: string;
  /** Resource indicators; empty: this server's own APIs. */
  audience: readonly string[];
  authenticatedAt: Date;
  amr: readonly string[];
  /** The browser session in which it began; null if there was none, or it has ended. */
  sessionId: string | null;
  /** The epochs of its account and application when it began. */
  userEpoch: number;
  applicationEpoch: number;
  /** When its refresh token expires; no access token of it is good for longer. */
  expiresAt: Date;
  /** The data of its authorization request; null if there was none. */
  request: AuthorizationDetails | null;
}

/** The parts of an authorization request that the redemption and the claims need. Stored as JSON. */
export interface AuthorizationDetails {
  redirectUri: string;
  /** Whether the request named the redirect URI; then the redemption must too. */
  redirectUriGiven: boolean;
  codeChallenge?: string | undefined;
  nonce?: string | undefined;
  /** The claims requested by name. */
  claims?: ClaimsByName | undefined;
  /** The classes of authentication one of which it insisted on. */
  essentialAcrs?: readonly string[] | undefined;
  /** Those that it would like. */
  voluntaryAcrs?: readonly string[] | undefined;
  /** The key to which the code is bound (RFC 9449 section 10). */
  dpopJkt?: string | undefined;
}

export interface NewSignIn {
  signIn: SignIn;
  application: Application;
  /** The hash of the first refresh token, or of the authorization code; null: there is neither. */
  secretHash: Buffer | null;
  /** Whether its code is not redeemed yet. */
  awaitsCode: boolean;
  /** Whether it depends on a consent. */
  consented: boolean;
  /** Scopes that its request named and was not granted, space separated; null: none. Refreshes may name them again. */
  leftOut: string | null;
  /** The allowed device code, which it uses up; null: none is needed. */
  deviceId: string | null;
  /** To what its refresh tokens are bound. */
  binding: Confirmation;
  origin: Origin;
  now: Date;
}

export interface Rotation {
  presented: PresentedRefreshToken;
  /** Null: the presented token stays valid. */
  successor: Successor | null;
  application: Application;
  /** The requested scopes; undefined: all that were granted. */
  scope: readonly string[] | undefined;
  /** The requested resources; undefined: all that were granted. */
  resources: readonly string[] | undefined;
  /** The key and the certificate that the request proved to have. */
  proved: Confirmation | undefined;
  origin: Origin;
  now: Date;
  /** When the sign-in expires, unless access tokens of it are good for longer. */
  expiresAt: Date;
}

export type RotationOutcome =
  | { outcome: 'rotated'; signIn: SignIn }
  /** The successor was issued and not used: its secret, sealed under a key derived from the predecessor. */
  | { outcome: 'retried'; signIn: SignIn; generation: number; sealed: Buffer }
  /** A used refresh token was replayed: the store has revoked the sign-in. */
  | { outcome: 'replayed'; userId: string }
  | { outcome: 'address_not_allowed'; userId: string }
  | { outcome: 'scope_exceeded'; userId: string; granted: string }
  | { outcome: 'resource_exceeded'; userId: string; granted: readonly string[] }
  | { outcome: 'dead'; check: RotationCheck; detail: string; userId?: string };

export interface Redemption {
  signInId: string;
  /** SHA-256 of the code's secret. */
  codeHash: Buffer;
  /** The hash of the first refresh token; null: none is issued. */
  refreshHash: Buffer | null;
  application: Application;
  redirectUri: string | undefined;
  /** The challenge of the code verifier; undefined: no verifier was sent. */
  codeChallenge: string | undefined;
  /** The requested resources; undefined: all that were granted. */
  resources: readonly string[] | undefined;
  /** The key or certificate that the request proved to have. The code may be bound to a key. */
  confirmation: Confirmation | undefined;
  /** To what the refresh tokens are bound. */
  binding: Confirmation;
  origin: Origin;
  now: Date;
  expiresAt: Date;
}

export type RedemptionOutcome =
  | { outcome: 'redeemed'; signIn: SignIn }
  /** The code was used before: the store has revoked the tokens issued for it. */
  | { outcome: 'replayed'; userId: string }
  | { outcome: 'address_not_allowed'; userId: string }
  | { outcome: 'resource_exceeded'; userId: string; granted: readonly string[] }
  | { outcome: 'dead'; check: RedemptionCheck; detail: string; userId?: string; compared?: Comparison | undefined };

/** The sign-ins. Every operation is one atomic statement or transaction, durable when it returns. */
export abstract class SignIns {
  /**
   * Stores a new sign-in and audits it. False, and nothing is stored, if the session, the consent or the allowed device
   * code that it depends on has ended meanwhile, or another sign-in has begun on the code.
   */
  abstract begin(signIn: NewSignIn): Promise<boolean>;

  /**
   * Redeems an authorization code: the pending sign-in becomes live, in place. Of any number of parallel callers one
   * redeems it; every later one is a replay, which revokes the sign-in (RFC 6749 section 4.1.2).
   */
  abstract redeem(redemption: Redemption): Promise<RedemptionOutcome>;

  /**
   * Replaces the live refresh token by its successor, in place, or keeps it. Of any number of parallel callers with one
   * token, one rotates it and the others get `retried` with the same successor.
   */
  abstract rotate(rotation: Rotation): Promise<RotationOutcome>;

  /**
   * Ends a sign-in: its refresh token and its access tokens. False if it had ended already, or belongs to another
   * application.
   * @param applicationId the application that gives its own tokens back, by which no one turns it out; null: another ends it
   */
  abstract revoke(signInId: string, applicationId: string | null, by: RevokedBy): Promise<boolean>;

  /** The account, application and browser session of a sign-in; for any refresh token of its family, however old. */
  abstract findOwner(signInId: string): Promise<SignInOwner | undefined>;

  /** Whether this is the live refresh token of its sign-in; for introspection. */
  abstract findLive(presented: PresentedRefreshToken, now: Date): Promise<LiveRefreshToken | undefined>;
}

export interface SignInOwner {
  userId: string;
  clientId: string;
  /** Null: it was made in no browser session. */
  sessionId: string | null;
}

export interface LiveRefreshToken {
  signIn: SignIn;
  applicationId: string;
  createdAt: Date;
}
