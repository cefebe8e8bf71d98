import type { CatalogueScope } from '../oauth/stores/scope-catalogue.js';
import { AccessDenied, InvalidRequest } from '../protocol/refusal.js';
import { type Caller, isAdmin } from './caller.js';

type Catalogue = ReadonlyMap<string, CatalogueScope>;

/** The scopes that the server ships for its own API. */
const OF_OWN_API = /^(?:read|write):/;

/** Refuses scopes that are not in the catalogue. */
export function refuseUnknownScopes(catalogue: Catalogue, field: string, scopes: readonly string[]): void {
  const unknown = scopes.find((scope) => !catalogue.has(scope));
  if (unknown === undefined) return;
  throw InvalidRequest.field(field, `${unknown} is not in the catalogue; an admin can add it under scopes`);
}

/** Refuses scopes reserved for admins, unless the caller's own admin credential carries them. */
export function refuseAdminScopes(catalogue: Catalogue, caller: Caller, scopes: readonly string[]): void {
  const reserved = scopes.find(
    (scope) => catalogue.get(scope)?.adminOnly === true && !(isAdmin(caller) && caller.scopes.has(scope)),
  );
  if (reserved !== undefined) throw new AccessDenied(`only an admin may give ${reserved}`);
}

/** Whether the caller is an administrator and the credential carries every scope reserved for admins. */
export function isFullAdmin(catalogue: Catalogue, caller: Caller): boolean {
  return isAdmin(caller) && missing(catalogue, caller, ({ adminOnly }) => adminOnly) === undefined;
}

/** Refuses what yields every administrator's scope to a credential that does not carry them all. */
export function refuseNarrowAdmin(catalogue: Catalogue, caller: Caller, field: string): void {
  const needs = "needs an administrator's credential with every administrator's scope";
  if (!isAdmin(caller)) throw AccessDenied.field(field, needs);
  const lacked = missing(catalogue, caller, ({ adminOnly }) => adminOnly);
  if (lacked !== undefined) throw AccessDenied.explained(field, `${needs}; this one does not carry ${lacked}`);
}

/** Refuses what yields every scope of the caller's role to a credential that does not carry them all. */
export function refuseNarrow(catalogue: Catalogue, caller: Caller, field: string): void {
  const lacked = missing(catalogue, caller, ({ adminOnly }) => !adminOnly || isAdmin(caller));
  if (lacked === undefined) return;
  const needs = 'needs a credential with every scope of yours, such as a session';
  throw AccessDenied.explained(field, `${needs}; this one does not carry ${lacked}`);
}

interface Receiver {
  clientId: string;
  scopes: readonly string[];
}

/**
 * Refuses a credential that has bounds to give an application, which does not have them, scopes of this server's own API
 * or those that only administrators give. An application that asks for itself stays within its own.
 */
export function refuseBeyondBounds(
  catalogue: Catalogue,
  { bounds, clientId: asking }: Caller,
  { clientId, scopes }: Receiver,
  field = 'scopes',
): void {
  if (bounds === undefined || (bounds.expiresAt === null && !bounds.whitelist.restricts)) return;
  if (clientId === asking) return;
  const beyond = scopes.find((name) => {
    const scope = catalogue.get(name);
    return scope !== undefined && (scope.adminOnly || (scope.builtIn && OF_OWN_API.test(name)));
  });
  if (beyond === undefined) return;
  const bound = bounds.whitelist.restricts ? 'has an IP whitelist' : 'expires';
  const why = `an application with ${beyond} would not be bound as the credential that asks, which ${bound}`;
  throw AccessDenied.explained(field, `${why}; use another credential, such as a session`);
}

function missing(catalogue: Catalogue, caller: Caller, counts: (scope: CatalogueScope) => boolean): string | undefined {
  return [...catalogue.values()].find((scope) => counts(scope) && !caller.scopes.has(scope.name))?.name;
}
