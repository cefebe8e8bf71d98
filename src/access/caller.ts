import type { Account } from '../oauth/stores/accounts.js';
import type { Origin } from '../protocol/origin.js';
import { AccessDenied } from '../protocol/refusal.js';
import type { Standing } from '../protocol/standing.js';
import type { Actor, DoneBy } from '../protocol/audit-event.js';

export type CredentialKind = 'access-token' | 'api-key' | 'session';

/** Who calls, with what. */
export interface Caller {
  credential: { kind: CredentialKind; id: string };
  /** The person who calls, or on whose behalf an application does; null for an application nobody owns. */
  account: Account | null;
  /** The application that calls for itself or for the person; null for keys and cookies. */
  clientId: string | null;
  /** Whether an application acts for itself (client credentials). */
  isApplication: boolean;
  /** The owner of the service that acts for the account (RFC 8693 section 4.1); undefined where none does. */
  actingOwner?: Account | undefined;
  /** The sign-in the access token belongs to. */
  signInId: string | null;
  /** The access token's `sub`; null for keys and cookies. */
  subject: string | null;
  /** What the credential may be used for, cut to what its owner may do now. */
  scopes: ReadonlySet<string>;
  /** What its writes stand on. */
  standing: Standing;
  origin: Origin;
}

export function isAdmin(caller: Caller): boolean {
  return caller.account?.role === 'admin';
}

/** The caller's own account; an application nobody owns has none. */
export function accountOf(caller: Caller): Account {
  if (caller.account === null) throw new AccessDenied('the application has no owner to act for');
  return caller.account;
}

export function actorOf(caller: Caller): Actor {
  if (caller.isApplication) return { type: 'application', id: caller.clientId };
  return { type: 'user', id: caller.account?.id ?? null };
}

/** The caller, as the audit trail names whoever did something. */
export function doneBy(caller: Caller): DoneBy {
  const { address, requestId } = caller.origin;
  return { actor: actorOf(caller), clientId: caller.clientId, address, requestId, standing: caller.standing };
}

/** Both must allow: a credential gives away no more than it carries itself. */
export function refuseScopesBeyond(caller: Caller, scopes: readonly string[]): void {
  const beyond = scopes.find((scope) => !caller.scopes.has(scope));
  if (beyond !== undefined) throw new AccessDenied(`the caller's own credential does not carry ${beyond}`);
}
