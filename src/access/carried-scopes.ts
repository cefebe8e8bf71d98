import { Injectable } from '@nestjs/common';
import type { Account } from '../oauth/stores/accounts.js';
import type { Application } from '../oauth/stores/applications.js';
import { type CatalogueScope, ScopeCatalogue } from '../oauth/stores/scope-catalogue.js';
import type { AccessTokenClaims } from '../oauth/tokens/access-token.js';

type Catalogue = ReadonlyMap<string, CatalogueScope>;

/** What a token carried, and what that was decided by: each is another object once it has changed. */
interface Decided {
  application: Application;
  catalogue: Catalogue;
  role: Account['role'] | undefined;
  scopes: ReadonlySet<string>;
}

/** The scopes a credential carries now. Scopes reserved for admins count only while the owner is an admin. */
@Injectable()
export class CarriedScopes {
  private readonly decided = new WeakMap<AccessTokenClaims, Decided>();

  constructor(private readonly catalogue: ScopeCatalogue) {}

  /**
   * A token carries no scope that its application has lost since. A first-party login that was not narrowed carries every
   * scope that the owner's role may hold, later additions to the catalogue included; any other token its own list.
   */
  async ofToken(
    claims: AccessTokenClaims,
    application: Application,
    account: Account | null,
  ): Promise<ReadonlySet<string>> {
    const catalogue = await this.catalogue.all();
    const role = account?.role;
    const known = this.decided.get(claims);
    if (known?.application === application && known.catalogue === catalogue && known.role === role) return known.scopes;
    const scopes = new Set(scopesOf(claims, application, catalogue).filter(allowedTo(role, catalogue)));
    this.decided.set(claims, { application, catalogue, role, scopes });
    return scopes;
  }

  async ofKey(scopes: readonly string[], account: Account): Promise<ReadonlySet<string>> {
    return new Set(scopes.filter(allowedTo(account.role, await this.catalogue.all())));
  }

  /** A session cookie grants what a first-party login grants: every scope that the owner's role may hold. */
  async ofSession(account: Account): Promise<ReadonlySet<string>> {
    const catalogue = await this.catalogue.all();
    return new Set([...catalogue.keys()].filter(allowedTo(account.role, catalogue)));
  }
}

function scopesOf({ scope, whole }: AccessTokenClaims, application: Application, catalogue: Catalogue): string[] {
  const named = scope.split(' ');
  if (application.builtIn) return whole === true ? [...catalogue.keys()] : named;
  const held = new Set(application.scopes);
  return named.filter((name) => held.has(name));
}

function allowedTo(role: Account['role'] | undefined, catalogue: Catalogue): (scope: string) => boolean {
  return (scope) => role === 'admin' || catalogue.get(scope)?.adminOnly !== true;
}
