import { Injectable } from '@nestjs/common';
import { type Caller, isAdmin } from '../access/caller.js';
import { AccessDenied, InvalidRequest } from '../protocol/refusal.js';
import { ApplicationStore } from './application-store.js';

/** An application may carry a brand's name only if whoever says so owns the brand, or is an admin. */
@Injectable()
export class BrandRule {
  constructor(private readonly store: ApplicationStore) {}

  async refuseOthers(caller: Caller, brandId: string | null): Promise<void> {
    if (brandId === null) return;
    const userId = caller.account?.id;
    const role = userId === undefined ? undefined : await this.store.roleAtBrand(brandId, userId);
    const isVisible = role !== undefined || (isAdmin(caller) && (await this.store.brandExists(brandId)));
    if (!isVisible) throw InvalidRequest.field('brand_id', 'is not the id of a brand of yours');
    if (role !== 'owner' && !isAdmin(caller))
      throw new AccessDenied("only a brand's owners may give it to applications");
  }
}
