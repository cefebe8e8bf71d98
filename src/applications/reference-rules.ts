import { Injectable } from '@nestjs/common';
import { type Caller, isAdmin } from '../access/caller.js';
import { SectorIdentifiers } from '../oauth/client-documents/sector-identifiers.js';
import { namedByAccount } from '../outgoing/occasion.js';
import { ResourceCatalogue } from '../oauth/stores/resource-catalogue.js';
import { AccessDenied, Conflict, InvalidRequest } from '../protocol/refusal.js';
import { type ApplicationRecord, ApplicationStore } from './application-store.js';

type Shared = Pick<ApplicationRecord, 'redirectUris' | 'metadata'>;

/** Rules about what an application refers to and is not its own: it has to be looked up. */
@Injectable()
export class ReferenceRules {
  constructor(
    private readonly store: ApplicationStore,
    private readonly sectors: SectorIdentifiers,
    private readonly resources: ResourceCatalogue,
  ) {}

  /** An application may carry a brand's name only if whoever says so owns the brand, or is an admin. */
  async refuseOthersBrand(caller: Caller, brandId: string | null): Promise<void> {
    if (brandId === null) return;
    const userId = caller.account?.id;
    const role = userId === undefined ? undefined : await this.store.roleAtBrand(brandId, userId);
    const isVisible = role !== undefined || (isAdmin(caller) && (await this.store.brandExists(brandId)));
    if (!isVisible) throw InvalidRequest.field('brand_id', 'is not the id of a brand of yours');
    if (role !== 'owner' && !isAdmin(caller))
      throw new AccessDenied("only a brand's owners may give it to applications");
  }

  /** What tokens may be exchanged for is registered: else the next to register it would get them. */
  async refuseUnknownTargets(targets: readonly string[], present: readonly string[]): Promise<void> {
    for (const target of targets) {
      if (present.includes(target) || (await this.resources.byIdentifier(target)) !== undefined) continue;
      throw InvalidRequest.field('exchange_targets', `${target} is not the identifier of a protected resource`);
    }
  }

  /** The document of a sector must list every redirect URI; it is read when either changes. */
  async refuseOthersSector(caller: Caller, next: Shared, current?: Shared): Promise<void> {
    const { sector_identifier_uri: sector } = next.metadata;
    if (sector === undefined || (current !== undefined && isSameSector(current, next))) return;
    const fault = await this.sectors.faultOf(sector, next.redirectUris, namedByAccount(caller.account?.id ?? null));
    if (fault === undefined) return;
    const field = 'sector_identifier_uri';
    const { message, detail } = fault;
    throw new InvalidRequest(`${field}: ${message}`, [{ field, message }], { detail });
  }
}

/** What was looked up must be what is kept: somebody else may have changed half of it meanwhile. */
export function refuseOtherThanLookedUp(lookedUp: Shared, kept: Shared): void {
  if (kept.metadata.sector_identifier_uri === undefined || isSameSector(lookedUp, kept)) return;
  throw new Conflict('sector_identifier_uri', 'was changed by somebody else just now; try again');
}

function isSameSector(one: Shared, other: Shared): boolean {
  return (
    one.metadata.sector_identifier_uri === other.metadata.sector_identifier_uri &&
    JSON.stringify(one.redirectUris) === JSON.stringify(other.redirectUris)
  );
}
