import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { isOwnResource } from '../../protocol/own-resources.js';
import type { Application } from '../stores/applications.js';
import { ResourceCatalogue } from '../stores/resource-catalogue.js';

/** Which of the protected resources (RFC 8707) an application is. */
@Injectable()
export class ApplicationApis {
  constructor(
    private readonly catalogue: ResourceCatalogue,
    private readonly settings: Settings,
  ) {}

  /** Those of the resources that are APIs of the application. This server is none's. */
  async among(resources: readonly string[], { id, ownerId }: Application): Promise<string[]> {
    const own: string[] = [];
    for (const resource of resources) {
      if (this.isThisServer(resource)) continue;
      const known = await this.catalogue.byIdentifier(resource);
      if (known === undefined) continue;
      const isIts =
        known.applicationId === null ? known.ownerId !== null && known.ownerId === ownerId : known.applicationId === id;
      if (isIts) own.push(resource);
    }
    return own;
  }

  readonly isThisServer = (resource: string): boolean => isOwnResource(this.settings.issuer, resource);
}
