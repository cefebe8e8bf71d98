import { Injectable } from '@nestjs/common';
import { type CatalogueScope, ScopeCatalogue } from '../stores/scope-catalogue.js';
import { PERSONAL_SCOPES } from '../../protocol/claims.js';

interface Registrable {
  scopes: string[];
  /** Those among them that are reserved for admins: it may only keep them. */
  reserved: string[];
  areDefault: boolean;
}

/** The scopes that a self-registered application may have: of those reserved for admins what an administrator gave it. */
@Injectable()
export class RegistrableScopes {
  constructor(private readonly catalogue: ScopeCatalogue) {}

  /**
   * The registrable ones of the requested scopes. Where nothing is requested, or nothing that exists and may be had, the default:
   * the sign-in scopes and those of the APIs here, but not of this server's own administration. A client that is left without a
   * scope could sign no person in. RFC 7591 §3.2.1: "The authorization server MAY reject or replace any of the client's requested
   * metadata values submitted during the registration and substitute them with suitable values."
   * @param had the scopes that the application has already
   */
  async of(asked: string | undefined, had: readonly string[]): Promise<Registrable> {
    const all = [...(await this.catalogue.all()).values()].filter(
      ({ name, adminOnly }) => !adminOnly || had.includes(name),
    );
    const requested = new Set(asked?.split(' '));
    const scopes = all.filter(({ name }) => requested.has(name));
    if (scopes.length > 0) return registrable(scopes, false);
    // a list without a scope that was given gives it up; no list does not
    const byDefault = all.filter(({ name, builtIn, adminOnly }) =>
      adminOnly ? asked === undefined : !builtIn || PERSONAL_SCOPES.includes(name),
    );
    return registrable(byDefault, true);
  }
}

function registrable(scopes: readonly CatalogueScope[], areDefault: boolean): Registrable {
  const namesOf = (some: readonly CatalogueScope[]) => some.map(({ name }) => name);
  return { scopes: namesOf(scopes), reserved: namesOf(scopes.filter(({ adminOnly }) => adminOnly)), areDefault };
}
