import { Injectable } from '@nestjs/common';
import { formatScope } from '../../protocol/scope.js';
import { ResourceIndicators } from '../grants/resource-indicators.js';
import type { Account } from '../stores/accounts.js';
import { type Application, Applications } from '../stores/applications.js';
import { type CatalogueScope, ScopeCatalogue } from '../stores/scope-catalogue.js';
import type { AccessTokenClaims } from './access-token.js';

type Catalogue = ReadonlyMap<string, CatalogueScope>;

/** What a token carried, and what that was decided by: each is another object once it has changed. */
interface Decided {
  applications: readonly Application[];
  catalogue: Catalogue;
  role: Account['role'] | undefined;
  scopes: ReadonlySet<string>;
  /** The same, as a list and as a scope string. */
  names: readonly string[];
  text: string;
}

/** What was made with these scopes, and the `client_id` of the application that made it; null: none. */
interface Made {
  scopes: readonly string[];
  madeBy: string | null;
}

type Carried = Pick<Decided, 'scopes' | 'text'>;

/** The scopes a credential carries now. Scopes reserved for admins count only while the owner is an admin. */
@Injectable()
export class CarriedScopes {
  private readonly decided = new WeakMap<AccessTokenClaims, Decided>();

  constructor(
    private readonly catalogue: ScopeCatalogue,
    private readonly applications: Applications,
    private readonly resources: ResourceIndicators,
  ) {}

  /**
   * A token carries no scope that its application has lost since, or one whose token it was exchanged for, and none that
   * the APIs it is for define no more. A first-party login that was not narrowed carries every scope that the owner's role
   * may hold, later additions to the catalogue included; any other token its own list.
   */
  async ofToken(claims: AccessTokenClaims, application: Application, account: Account | null): Promise<Carried> {
    const carried = await this.ofParties(claims, application, account);
    const left = await this.resources.cut(carried.names, [claims.aud].flat());
    if (left.length === carried.names.length) return carried;
    return { scopes: new Set(left), text: formatScope(left) };
  }

  /** What its applications and its account leave of it. */
  private async ofParties(
    claims: AccessTokenClaims,
    application: Application,
    account: Account | null,
  ): Promise<Decided> {
    const applications = claims.via === undefined ? [application] : await this.chainOf(claims.via, application);
    const catalogue = await this.catalogue.all();
    const role = account?.role;
    const known = this.decided.get(claims);
    if (known?.catalogue === catalogue && known.role === role && areSame(known.applications, applications))
      return known;
    const names = scopesOf(claims, applications, catalogue).filter(allowedTo(role, catalogue));
    const decided = { applications, catalogue, role, names, scopes: new Set(names), text: formatScope(names) };
    this.decided.set(claims, decided);
    return decided;
  }

  /** A key carries no scope that the application which made it has lost since; that of one which is gone carries none. */
  async ofKey({ scopes, madeBy }: Made, account: Account): Promise<ReadonlySet<string>> {
    const left = scopes.filter(allowedTo(account.role, await this.catalogue.all()));
    if (madeBy === null) return new Set(left);
    const maker = await this.applications.byClientId(madeBy);
    return new Set(maker === undefined ? [] : heldBy(maker, left));
  }

  /** A session cookie grants what a first-party login grants: every scope that the owner's role may hold. */
  async ofSession(account: Account): Promise<ReadonlySet<string>> {
    const catalogue = await this.catalogue.all();
    return new Set([...catalogue.keys()].filter(allowedTo(account.role, catalogue)));
  }

  /** The application of a token, and those of the tokens that it was exchanged for; a deleted one has ended it. */
  private async chainOf(via: NonNullable<AccessTokenClaims['via']>, application: Application): Promise<Application[]> {
    const chain = [application];
    for (const [, clientId] of via) {
      const earlier = await this.applications.byClientId(clientId);
      if (earlier !== undefined) chain.push(earlier);
    }
    return chain;
  }
}

function scopesOf(
  { scope, whole }: AccessTokenClaims,
  applications: readonly Application[],
  catalogue: Catalogue,
): readonly string[] {
  const [application] = applications;
  const carried = application?.builtIn === true && whole === true ? [...catalogue.keys()] : scope.split(' ');
  return applications.reduce<readonly string[]>((left, each) => heldBy(each, left), carried);
}

function heldBy({ builtIn, scopes }: Application, names: readonly string[]): readonly string[] {
  const held = new Set(scopes);
  return builtIn ? names : names.filter((name) => held.has(name));
}

function areSame(known: readonly Application[], applications: readonly Application[]): boolean {
  return known.length === applications.length && known.every((application, at) => application === applications[at]);
}

function allowedTo(role: Account['role'] | undefined, catalogue: Catalogue): (scope: string) => boolean {
  return (scope) => role === 'admin' || catalogue.get(scope)?.adminOnly !== true;
}
