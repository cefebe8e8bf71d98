import type { CatalogueScope } from '../oauth/stores/scope-catalogue.js';
import { AccessDenied, InvalidRequest } from '../protocol/refusal.js';
import { type Caller, isAdmin } from './caller.js';

type Catalogue = ReadonlyMap<string, CatalogueScope>;

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

/** Refuses to create a credential with every admin scope for a credential that does not carry them all. */
export function refuseNarrowAdmin(catalogue: Catalogue, caller: Caller, field: string): void {
  const needs = "needs an administrator's credential with every administrator's scope";
  if (!isAdmin(caller)) throw AccessDenied.field(field, needs);
  const lacked = missing(catalogue, caller, ({ adminOnly }) => adminOnly);
  if (lacked !== undefined) throw AccessDenied.explained(field, `${needs}; this one does not carry ${lacked}`);
}

/** Refuses to create a credential with everything the caller's role may hold for one that does not carry it all. */
export function refuseNarrow(catalogue: Catalogue, caller: Caller, field: string): void {
  const lacked = missing(catalogue, caller, ({ adminOnly }) => !adminOnly || isAdmin(caller));
  if (lacked === undefined) return;
  const needs = 'needs a credential with every scope of yours, such as a session';
  throw AccessDenied.explained(field, `${needs}; this one does not carry ${lacked}`);
}

function missing(catalogue: Catalogue, caller: Caller, counts: (scope: CatalogueScope) => boolean): string | undefined {
  return [...catalogue.values()].find((scope) => counts(scope) && !caller.scopes.has(scope.name))?.name;
}
