import type { Origin } from '../../protocol/origin.js';
import type { PresentedRefreshToken, Successor } from '../tokens/refresh-token.js';
import type { Account } from './accounts.js';
import type { Application, RevokedBy } from './applications.js';

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
  /** The epochs it was born under. */
  userEpoch: number;
  applicationEpoch: number;
  /** When its refresh token expires. */
  expiresAt: Date;
}

export interface NewSignIn {
  signIn: SignIn;
  application: Application;
  /** Null: no refresh token goes with it. */
  secretHash: Buffer | null;
  sessionId: string | null;
  origin: Origin;
  now: Date;
}

export interface Rotation {
  presented: PresentedRefreshToken;
  successor: Successor;
  application: Application;
  /** The scopes asked for; undefined: all that were granted. */
  scope: readonly string[] | undefined;
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
  | { outcome: 'dead'; detail: string; userId?: string };

/** The sign-ins. Every act is one atomic statement or transaction, durable when it returns. */
export abstract class SignIns {
  /** Stores a new sign-in and audits it. */
  abstract begin(signIn: NewSignIn): Promise<void>;

  /**
   * Trades the live refresh token for its successor, in place. Of any number of parallel callers with one
   * token, one rotates and the others are told `retried` with that same successor.
   */
  abstract rotate(rotation: Rotation): Promise<RotationOutcome>;

  /**
   * Ends a sign-in: its refresh token and its access tokens. False when there was nothing left to end,
   * or it is not that application's.
   */
  abstract revoke(signInId: string, applicationId: string | null, by: RevokedBy): Promise<boolean>;

  /** Whose sign-in it is; for any refresh token of its family, however old. */
  abstract findOwner(signInId: string): Promise<{ userId: string; builtIn: boolean } | undefined>;

  /** Whether the live refresh token of a sign-in is this one; for introspection. */
  abstract findLive(presented: PresentedRefreshToken, now: Date): Promise<LiveRefreshToken | undefined>;
}

export interface LiveRefreshToken {
  signIn: SignIn;
  applicationId: string;
  createdAt: Date;
}
