import type { Account } from '../oauth/stores/accounts.js';
import type { Origin } from '../protocol/origin.js';
import { AccessDenied } from '../protocol/refusal.js';
import type { Standing } from '../protocol/standing.js';
import type { Actor, DoneBy } from '../protocol/audit-event.js';
import type { Bounds } from './bounds.js';

export type CredentialKind = 'access-token' | 'api-key' | 'session';

/** How the owner of a session or a sign-in proved who they are. */
export interface PersonProof {
  /** Methods of authentication (RFC 8176). */
  amr: readonly string[];
  /** When a second factor was last proved; null: never. */
  secondFactorAt: Date | null;
}

/** The authenticated caller and its credential. */
export interface Caller {
  credential: { kind: CredentialKind; id: string };
  /** The account that calls, or on whose behalf an application calls; null for an application without an owner. */
  account: Account | null;
  /** The application that calls, for itself or for the account; null for API keys and cookies. */
  clientId: string | null;
  /** Whether an application acts for itself (client credentials). */
  isApplication: boolean;
  /** The owner of the service that acts for the account (RFC 8693 section 4.1); undefined without an actor. */
  actingOwner?: Account | undefined;
  /**
   * The `client_id` of the application that acts for the account, by its consent or as its own: what it makes for the
   * account, and what that makes in turn, ends with the consent and with the application. Undefined without an application.
   */
  madeBy?: string | undefined;
  /** Whether that application changes for the account only what it made: it is neither the organisation's nor the account's own. */
  isConfined?: boolean;
  /** Null for API keys, and for an application that acts for itself: no person is there. */
  proof: PersonProof | null;
  /** Set by a route that takes a fresh second factor of an administrator for what belongs to others. @throws Refusal */
  requireFresh?: () => void;
  /** The sign-in that issued the access token. */
  signInId: string | null;
  /** The access token's `sub`; null for API keys and cookies. */
  subject: string | null;
  /** The scopes of the credential, limited to what its owner may do now. */
  scopes: ReadonlySet<string>;
  /** What its credential keeps within, and what that makes; undefined where a person is there. */
  bounds?: Bounds | undefined;
  /** The conditions that a write holds in its own statement (ADR 29). */
  standing: Standing;
  origin: Origin;
}

export function isAdmin(caller: Caller): boolean {
  return caller.account?.role === 'admin';
}

/** Whether a person calls by a session or a documented login: neither an API key nor any application stands between. */
export function isOfThePersonAlone({ bounds, madeBy }: Caller): boolean {
  return bounds === undefined && madeBy === undefined;
}

/** The caller's account. @throws Refusal for an application without an owner */
export function accountOf(caller: Caller): Account {
  if (caller.account === null) throw new AccessDenied('the application has no owner to act for');
  return caller.account;
}

export function actorOf(caller: Caller): Actor {
  if (caller.isApplication) return { type: 'application', id: caller.clientId };
  return { type: 'user', id: caller.account?.id ?? null };
}

/** The actor, as the audit trail records it. */
export function doneBy(caller: Caller): DoneBy {
  const { address, requestId } = caller.origin;
  const { clientId, credential, standing } = caller;
  const apiKeyId = credential.kind === 'api-key' ? credential.id : undefined;
  return { actor: actorOf(caller), clientId, apiKeyId, address, requestId, standing };
}

/** Refuses to give scopes that the caller's own credential does not carry. */
export function refuseScopesBeyond(caller: Caller, scopes: readonly string[]): void {
  const beyond = scopes.find((scope) => !caller.scopes.has(scope));
  if (beyond !== undefined) throw new AccessDenied(`the caller's own credential does not carry ${beyond}`);
}
