import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { CheckList } from '../../protocol/check-list.js';
import type { Parameters } from '../../protocol/parameters.js';
import { isOwnResource } from '../../protocol/own-resources.js';
import { spellingsOf } from '../../protocol/resource-identifier.js';
import { resourcesCompared } from '../../protocol/comparison.js';
import { InvalidTarget } from '../../protocol/refusal.js';
import { formatScope } from '../../protocol/scope.js';
import { PERSONAL_SCOPES } from '../../protocol/claims.js';
import { Applications } from '../stores/applications.js';
import { THIS_SERVER } from '../stores/consents.js';
import { ResourceCatalogue } from '../stores/resource-catalogue.js';
import { faultOfAudience } from '../tokens/application-audience.js';

export const RESOURCE_CHECKS = new CheckList({ resource: 'Every API it names is known' });

/**
 * The APIs that a token is for, and the scopes that they define.
 * @see https://www.rfc-editor.org/rfc/rfc8707#section-2
 */
@Injectable()
export class ResourceIndicators {
  constructor(
    private readonly catalogue: ResourceCatalogue,
    private readonly applications: Applications,
    private readonly settings: Settings,
  ) {}

  /**
   * The resources that a token request names, as they are registered; undefined if it names none.
   * @throws InvalidTarget
   */
  async asked(parameters: Parameters): Promise<string[] | undefined> {
    const resources = parameters.all('resource');
    if (resources.length === 0) return undefined;
    return this.registered(resources);
  }

  /**
   * As `asked`, with the one that `audience` names: a target service has no other name here than its API.
   * @see https://www.rfc-editor.org/rfc/rfc8693#section-2.1
   */
  async askedTargets(parameters: Parameters): Promise<string[] | undefined> {
    const resources = await this.asked(parameters);
    const audience = parameters.optional('audience');
    if (audience === undefined) return resources;
    const targets = await this.registered([audience], 'audience');
    return [...new Set([...(resources ?? []), ...targets])];
  }

  /**
   * These resources, as they are registered.
   * @throws InvalidTarget RFC 8707 §2: for one that is "invalid, missing, unknown, or malformed"
   */
  async registered(resources: readonly string[], parameter = 'resource'): Promise<string[]> {
    const registered = new Set<string>();
    for (const resource of resources) registered.add(await this.identifierOf(resource, parameter));
    return [...registered];
  }

  private async identifierOf(named: string, parameter: string): Promise<string> {
    for (const resource of spellingsOf(named)) {
      if (this.isOwn(resource)) return resource;
      if ((await this.catalogue.byIdentifier(resource)) === undefined) continue;
      const fault = await faultOfAudience(this.applications, resource);
      if (fault === undefined) return resource;
      throw fault.at(RESOURCE_CHECKS, 'resource');
    }
    const description = `${parameter}: names no API that this server knows`;
    throw new InvalidTarget(description, {}, resourcesCompared([named], [])).at(RESOURCE_CHECKS, 'resource');
  }

  /** The APIs of a consent to these resources. This server is one, under any of its names or none. */
  apisOf(resources: readonly string[]): string[] {
    if (resources.length === 0) return [THIS_SERVER];
    return [...new Set(resources.map((resource) => (this.isOwn(resource) ? THIS_SERVER : resource)))];
  }

  /**
   * The subset of these scopes that the resources define. This server itself, and so no resource at all, defines all of them.
   * An API that was removed from the catalogue defines none.
   */
  async cut(scopes: readonly string[], resources: readonly string[]): Promise<readonly string[]> {
    if (resources.length === 0 || resources.some((resource) => this.isOwn(resource))) return scopes;
    // those about the person are in every token
    const understood = new Set(PERSONAL_SCOPES);
    for (const resource of resources) {
      for (const scope of (await this.catalogue.byIdentifier(resource))?.scopes ?? []) understood.add(scope);
    }
    return scopes.filter((scope) => understood.has(scope));
  }

  /** As `cut`, for a scope string of a token. */
  async cutScope(scope: string, resources: readonly string[]): Promise<string> {
    if (resources.length === 0) return scope;
    return formatScope(await this.cut(scope.split(' '), resources));
  }

  private isOwn(resource: string): boolean {
    return isOwnResource(this.settings.issuer, resource);
  }
}
