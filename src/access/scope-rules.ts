import type { CatalogueScope } from '../oauth/stores/scope-catalogue.js';
import { AccessDenied, InvalidRequest } from '../protocol/refusal.js';
import { type Caller, isAdmin } from './caller.js';

type Catalogue = ReadonlyMap<string, CatalogueScope>;

/** Refuses scopes that nobody has added to the catalogue. */
export function refuseUnknownScopes(catalogue: Catalogue, field: string, scopes: readonly string[]): void {
  const stranger = scopes.find((scope) => !catalogue.has(scope));
  if (stranger === undefined) return;
  throw InvalidRequest.field(field, `${stranger} is not in the catalogue; an admin can add it under scopes`);
}

/** Refuses scopes that only an admin's credential may carry to everybody else. */
export function refuseAdminScopes(catalogue: Catalogue, caller: Caller, scopes: readonly string[]): void {
  if (isAdmin(caller)) return;
  const reserved = scopes.find((scope) => catalogue.get(scope)?.adminOnly === true);
  if (reserved !== undefined) throw new AccessDenied(`only an admin may give ${reserved}`);
}
