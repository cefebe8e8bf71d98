import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { refuseWhatOthersMade } from '../../access/makers.js';
import { reachesOthers } from '../../access/reach.js';
import { SectorIdentifiers } from '../../oauth/client-documents/sector-identifiers.js';
import { namedByAccount } from '../../outgoing/occasion.js';
import { AccessDenied, Conflict, InvalidRequest } from '../../protocol/refusal.js';
import type { BrandSettings } from './application-change.js';
import type { ApplicationRecord } from './application.js';
import { ApplicationsRepository } from './applications.repository.js';

type Shared = Pick<ApplicationRecord, 'redirectUris' | 'metadata'>;

/** Rules about what an application refers to and is not its own: it has to be looked up. */
@Injectable()
export class ReferenceRules {
  constructor(
    private readonly store: ApplicationsRepository,
    private readonly sectors: SectorIdentifiers,
  ) {}

  /**
   * The brand that a caller gives an application of this owner; undefined: what there is stays. A brand's owners give
   * it to applications of their own; one that the application's owner does not own is an administrator's gift.
   */
  async brandFor(
    caller: Caller,
    brandId: string | null | undefined,
    current: Pick<ApplicationRecord, 'ownerId' | 'brandId'>,
  ): Promise<BrandSettings> {
    if (brandId === undefined || brandId === current.brandId) return {};
    if (brandId === null) return { brandId, brandGiven: false };
    const [role, owners] = await Promise.all([
      this.roleAt(brandId, caller.account?.id ?? null),
      this.roleAt(brandId, current.ownerId),
    ]);
    const reachesAll = reachesOthers(caller, 'write');
    const isVisible = role !== undefined || (reachesAll && (await this.store.brandExists(brandId)));
    if (!isVisible) throw InvalidRequest.field('brand_id', 'is not the id of a brand of yours');
    if (role !== 'owner' && !reachesAll) throw new AccessDenied("only a brand's owners may give it to applications");
    // pages that carry the person's brand speak in their name
    refuseWhatOthersMade(caller, await this.store.makerOfBrand(brandId), 'brand_id');
    return { brandId, brandGiven: owners !== 'owner' };
  }

  private async roleAt(brandId: string, userId: string | null) {
    return userId === null ? undefined : this.store.roleAtBrand(brandId, userId);
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

/** The stored values must be those that were checked: another caller may have changed some of them meanwhile. */
export function refuseOtherThanLookedUp(lookedUp: Shared, kept: Shared): void {
  if (kept.metadata.sector_identifier_uri === undefined || isSameSector(lookedUp, kept)) return;
  throw new Conflict('sector_identifier_uri', 'was changed by another request just now; try again');
}

function isSameSector(one: Shared, other: Shared): boolean {
  return (
    one.metadata.sector_identifier_uri === other.metadata.sector_identifier_uri &&
    JSON.stringify(one.redirectUris) === JSON.stringify(other.redirectUris)
  );
}
