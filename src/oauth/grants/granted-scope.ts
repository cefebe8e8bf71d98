import { Injectable } from '@nestjs/common';
import { CheckList } from '../../protocol/check-list.js';
import { fittingScopes, MAX_NAMED } from '../../protocol/fitting-scopes.js';
import { InvalidScope } from '../../protocol/refusal.js';
import { formatScope, parseScope, scopeFault, scopesCompared } from '../../protocol/scope.js';
import type { Role } from '../stores/accounts.js';
import type { Application } from '../stores/applications.js';
import { type CatalogueScope, isOfApi, ScopeCatalogue } from '../stores/scope-catalogue.js';

export const SCOPE_CHECKS = new CheckList({
  scope: 'The application may ask for the scopes',
  'scope-left': 'One of them at least can be granted',
});

/** Decides which scopes a grant carries: those that the application may request and the account's role may hold. */
@Injectable()
export class GrantedScope {
  constructor(private readonly catalogue: ScopeCatalogue) {}

  /**
   * The scopes for a token request of an application; its default scopes if it names none. Scopes that the application may
   * not request are left out, as are those reserved for admins if the account is not one.
   * @throws InvalidScope if none is left
   * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3
   */
  async forApplication(application: Application, requested: string | undefined, role: Role): Promise<string> {
    const asked = requested === undefined ? [] : parseScope(requested);
    const { clientId, scopes } = application;
    const fault = scopeFault(asked, scopes);
    if (fault !== undefined) {
      throw new InvalidScope(fault, { clientId }, scopesCompared(asked, scopes)).at(SCOPE_CHECKS, 'scope');
    }
    if (asked.length > 0) {
      const allowed = asked.filter((scope) => scopes.includes(scope));
      return this.forDecided(application, allowed, role);
    }
    return formatScope(namesOf(await this.grantable(application.defaultScopes, role)));
  }

  /**
   * The scopes of a request that a person decided about. An empty list stays empty and does not become the default
   * scopes.
   * @throws InvalidScope if the application may not request one, or none can be granted
   */
  async forDecided(application: Application, asked: readonly string[], role: Role): Promise<string> {
    const { clientId } = application;
    const catalogue = await this.catalogue.all();
    const beyond = asked.find((scope) => !isAskable(application, scope, catalogue.get(scope)));
    if (beyond !== undefined) {
      const compared = scopesCompared(asked, application.scopes);
      throw new InvalidScope(`scope: this application may not ask for ${beyond}`, { clientId }, compared).at(
        SCOPE_CHECKS,
        'scope',
      );
    }
    const granted = namesOf(await this.grantable(asked, role));
    if (asked.length > 0 && granted.length === 0) {
      throw new InvalidScope('scope: none of these can be granted', { clientId }).at(SCOPE_CHECKS, 'scope-left');
    }
    return formatScope(granted);
  }

  /** The scopes that an account with this role may grant: pages show them, consents store them, tokens carry them. */
  async grantable(scopes: readonly string[], role: Role): Promise<CatalogueScope[]> {
    const catalogue = await this.catalogue.all();
    return scopes.map((name) => catalogue.get(name)).filter((scope) => isGrantable(scope, role));
  }

  /** The remainder of a grant: no scope that its application, its account's role or the catalogue has lost since. */
  async leftOf(granted: string, application: Application, role: Role): Promise<string> {
    const catalogue = await this.catalogue.all();
    const mayHave = (scope: string, known: CatalogueScope | undefined) =>
      (application.builtIn || isAskable(application, scope, known)) && isGrantable(known, role);
    return formatScope(granted.split(' ').filter((scope) => mayHave(scope, catalogue.get(scope))));
  }

  /**
   * The scopes that the token of an unnarrowed login names: all of them if they are short; otherwise those that
   * applications request and that fit. The mark `whole` stands for the rest.
   */
  async namedIn(whole: string): Promise<string> {
    if (whole.length <= MAX_NAMED) return whole;
    const catalogue = await this.catalogue.all();
    return formatScope(fittingScopes(whole.split(' ').filter((scope) => catalogue.get(scope)?.adminOnly === false)));
  }

  /** Every scope that a role may hold, which a first-party login carries. */
  async forRole(role: Role): Promise<string> {
    const catalogue = await this.catalogue.all();
    return formatScope([...catalogue.values()].filter((scope) => isGrantable(scope, role)).map((scope) => scope.name));
  }
}

/** Whether an application may ask a person for a scope. */
function isAskable({ scopes, asksAnyApi }: Application, scope: string, known: CatalogueScope | undefined): boolean {
  return scopes.includes(scope) || (asksAnyApi === true && known !== undefined && isOfApi(known));
}

function isGrantable(scope: CatalogueScope | undefined, role: Role): scope is CatalogueScope {
  return scope !== undefined && (role === 'admin' || !scope.adminOnly);
}

function namesOf(scopes: readonly CatalogueScope[]): string[] {
  return scopes.map(({ name }) => name);
}
