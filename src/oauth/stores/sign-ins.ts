import type { ClaimsByName } from '../../protocol/claims.js';
import type { Origin } from '../../protocol/origin.js';
import type { PresentedRefreshToken, Successor } from '../tokens/refresh-token.js';
import type { Account } from './accounts.js';
import type { Application, RevokedBy } from './applications.js';
import type { RedemptionCheck, RotationCheck } from './sign-in-checks.js';

/** One sign-in: a person's standing permission for an application, and its one row. */
export interface SignIn {
  id: string;
  user: Account;
  /** Space separated. */
  scope: string;
  /** Resource indicators; empty: this server's own APIs. */
  audience: readonly string[];
  authenticatedAt: Date;
  amr: readonly string[];
  /** The browser session it was born in; null where there is none, or no more. */
  sessionId: string | null;
  /** The epochs it was born under. */
  userEpoch: number;
  applicationEpoch: number;
  /** When its refresh token expires. */
  expiresAt: Date;
  /** What the authorization request asked for; null for a sign-in without one. */
  request: AuthorizationDetails | null;
}

/** What of an authorization request the code's redemption and the claims depend on. Stored as JSON. */
export interface AuthorizationDetails {
  redirectUri: string;
  /** Whether the request named the redirect URI; then the redemption must, too. */
  redirectUriGiven: boolean;
  codeChallenge?: string | undefined;
  nonce?: string | undefined;
  /** What the `claims` parameter asked for by name. */
  claims?: ClaimsByName | undefined;
  /** The key that the code is bound to (RFC 9449 section 10). */
  dpopJkt?: string | undefined;
}

export interface NewSignIn {
  signIn: SignIn;
  application: Application;
  /** Of the first refresh token, or of the authorization code; null: there is neither. */
  secretHash: Buffer | null;
  /** Whether it waits for its code to be redeemed. */
  awaitsCode: boolean;
  /** Whether it stands on what the person has allowed the application. */
  consented: boolean;
  /** Scopes its request named and was not granted, space separated; null: none. Its refreshes may name them again. */
  leftOut: string | null;
  /** The device code that was allowed; null: it needs none. */
  deviceId: string | null;
  /** The key its refresh tokens are bound to; only of public applications (RFC 9449 section 5). */
  dpopJkt: string | null;
  origin: Origin;
  now: Date;
}

export interface Rotation {
  presented: PresentedRefreshToken;
  /** Null: the token presented stays the live one. */
  successor: Successor | null;
  application: Application;
  /** The scopes asked for; undefined: all that were granted. */
  scope: readonly string[] | undefined;
  /** The resources asked for; undefined: all that were granted. */
  resources: readonly string[] | undefined;
  /** The key that the request proved to have. */
  dpopJkt: string | undefined;
  origin: Origin;
  now: Date;
  /** When the successor expires. */
  expiresAt: Date;
}

export type RotationOutcome =
  | { outcome: 'rotated'; signIn: SignIn }
  /** The successor was already handed out and not used: its secret, sealed for whoever shows the predecessor. */
  | { outcome: 'retried'; signIn: SignIn; generation: number; sealed: Buffer }
  /** Theft, or a client gone wrong: the store has revoked the sign-in. */
  | { outcome: 'replayed'; userId: string }
  | { outcome: 'address_not_allowed'; userId: string }
  | { outcome: 'scope_exceeded'; userId: string }
  | { outcome: 'resource_exceeded'; userId: string }
  | { outcome: 'dead'; check: RotationCheck; detail: string; userId?: string };

export interface Redemption {
  signInId: string;
  /** SHA-256 of the code's secret. */
  codeHash: Buffer;
  /** Of the first refresh token; null: none is given. */
  refreshHash: Buffer | null;
  application: Application;
  redirectUri: string | undefined;
  /** What the verifier answers to; undefined: no verifier was sent. */
  codeChallenge: string | undefined;
  /** The resources asked for; undefined: all that were granted. */
  resources: readonly string[] | undefined;
  /** The key that the request proved to have: the code may be bound to one, a public client's refresh tokens will be. */
  dpopJkt: string | undefined;
  origin: Origin;
  now: Date;
  expiresAt: Date;
}

export type RedemptionOutcome =
  | { outcome: 'redeemed'; signIn: SignIn }
  /** The code was used before: the store has revoked what it produced. */
  | { outcome: 'replayed'; userId: string }
  | { outcome: 'address_not_allowed'; userId: string }
  | { outcome: 'resource_exceeded'; userId: string }
  | { outcome: 'dead'; check: RedemptionCheck; detail: string; userId?: string };

/** The sign-ins. Every act is one atomic statement or transaction, durable when it returns. */
export abstract class SignIns {
  /**
   * Stores a new sign-in and audits it. False, and nothing is stored, when the session, the consent or the device's
   * permission that it stands on ended meanwhile.
   */
  abstract begin(signIn: NewSignIn): Promise<boolean>;

  /**
   * Redeems an authorization code: the sign-in in waiting becomes live, in place. Of any number of parallel callers
   * one redeems; whoever comes after has replayed the code, and the sign-in is revoked (RFC 6749 section 4.1.2).
   */
  abstract redeem(redemption: Redemption): Promise<RedemptionOutcome>;

  /**
   * Trades the live refresh token for its successor, in place, or keeps it. Of any number of parallel callers with one
   * token, one rotates and the others are told `retried` with that same successor.
   */
  abstract rotate(rotation: Rotation): Promise<RotationOutcome>;

  /**
   * Ends a sign-in: its refresh token and its access tokens. False when there was nothing left to end,
   * or it is not that application's.
   */
  abstract revoke(signInId: string, applicationId: string | null, by: RevokedBy): Promise<boolean>;

  /** Whose sign-in it is, and to which application; for any refresh token of its family, however old. */
  abstract findOwner(signInId: string): Promise<{ userId: string; clientId: string } | undefined>;

  /** Whether the live refresh token of a sign-in is this one; for introspection. */
  abstract findLive(presented: PresentedRefreshToken, now: Date): Promise<LiveRefreshToken | undefined>;
}

export interface LiveRefreshToken {
  signIn: SignIn;
  applicationId: string;
  createdAt: Date;
}
