import { Injectable } from '@nestjs/common';
import { ResourceIndicators } from '../grants/resource-indicators.js';
import type { Application } from '../stores/applications.js';
import { isOfApi, ScopeCatalogue } from '../stores/scope-catalogue.js';

/** The APIs and scopes of a request that a person decides about. */
@Injectable()
export class RequestedAccess {
  constructor(
    private readonly resources: ResourceIndicators,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  /**
   * The scopes that an application may ask a person for. Beyond its own they need that person's consent, which a first-party
   * application does not ask for.
   */
  async askableBy({ scopes, asksAnyApi, firstParty }: Application): Promise<readonly string[]> {
    if (asksAnyApi !== true || firstParty) return scopes;
    const ofApis = [...(await this.catalogue.all()).values()].filter(isOfApi);
    return [...new Set([...scopes, ...ofApis.map(({ name }) => name)])];
  }

  /**
   * These resources, as they are registered, and the subset of these scopes that they define.
   * @throws InvalidTarget
   */
  async at(
    named: readonly string[],
    asked: readonly string[],
  ): Promise<{ resources: string[]; scopes: readonly string[] }> {
    const resources = await this.resources.registered(named);
    return { resources, scopes: await this.resources.cut(asked, resources) };
  }
}
