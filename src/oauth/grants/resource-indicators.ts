import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { CheckList } from '../../protocol/check-list.js';
import type { Parameters } from '../../protocol/parameters.js';
import { isOwnResource } from '../../protocol/own-resources.js';
import { InvalidTarget } from '../../protocol/refusal.js';
import { formatScope } from '../../protocol/scope.js';
import { THIS_SERVER } from '../stores/consents.js';
import { ResourceCatalogue } from '../stores/resource-catalogue.js';

/** What concerns the person and not an API: it goes with every token. */
const OF_THE_PERSON: readonly string[] = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

export const RESOURCE_CHECKS = new CheckList({ resource: 'Every API it names is known' });

/**
 * Which APIs a token is for, and what of a scope those understand.
 * @see https://www.rfc-editor.org/rfc/rfc8707#section-2
 */
@Injectable()
export class ResourceIndicators {
  constructor(
    private readonly catalogue: ResourceCatalogue,
    private readonly settings: Settings,
  ) {}

  /**
   * The resources a token request names; undefined when it names none.
   * @throws InvalidTarget
   */
  async asked(parameters: Parameters): Promise<string[] | undefined> {
    const resources = parameters.all('resource');
    if (resources.length === 0) return undefined;
    await this.refuseUnknown(resources);
    return resources;
  }

  /** RFC 8707 §2: a resource that is "invalid, missing, unknown, or malformed" is an `invalid_target`. */
  async refuseUnknown(resources: readonly string[]): Promise<void> {
    for (const resource of resources) {
      if (this.isOwn(resource) || (await this.catalogue.byIdentifier(resource)) !== undefined) continue;
      throw new InvalidTarget('resource: names no API that this server knows').at(RESOURCE_CHECKS, 'resource');
    }
  }

  /** The APIs that a consent to these resources is for. This server is one, whatever of its names is used, or none. */
  apisOf(resources: readonly string[]): string[] {
    if (resources.length === 0) return [THIS_SERVER];
    return [...new Set(resources.map((resource) => (this.isOwn(resource) ? THIS_SERVER : resource)))];
  }

  /**
   * What of these scopes the resources understand. For this server itself, and so for no resource at all: everything.
   * What was taken out of the catalogue since understands nothing.
   */
  async cut(scopes: readonly string[], resources: readonly string[]): Promise<readonly string[]> {
    if (resources.length === 0 || resources.some((resource) => this.isOwn(resource))) return scopes;
    const understood = new Set(OF_THE_PERSON);
    for (const resource of resources) {
      for (const scope of (await this.catalogue.byIdentifier(resource))?.scopes ?? []) understood.add(scope);
    }
    return scopes.filter((scope) => understood.has(scope));
  }

  /** As `cut`, of a scope as it stands in tokens. */
  async cutScope(scope: string, resources: readonly string[]): Promise<string> {
    if (resources.length === 0) return scope;
    return formatScope(await this.cut(scope.split(' '), resources));
  }

  private isOwn(resource: string): boolean {
    return isOwnResource(this.settings.issuer, resource);
  }
}
