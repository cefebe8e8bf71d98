import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { type Act, reachesOthers } from '../../access/reach.js';
import { AccessDenied, NotFound } from '../../protocol/refusal.js';
import type { BrandRecord } from './brand.js';
import { BrandsRepository } from './brands.repository.js';

/** Members see a brand, owners change it, administrators' credentials reach all. To every other caller there is no such brand. */
@Injectable()
export class BrandAccess {
  constructor(private readonly brands: BrandsRepository) {}

  async seen(caller: Caller, id: string, act: Act = 'read'): Promise<BrandRecord> {
    const brand = await this.brands.find(id, caller.account?.id ?? null);
    if (brand === undefined || (brand.role === null && !reachesOthers(caller, act))) throw new NotFound('Brand');
    return brand;
  }

  changeable(caller: Caller, id: string): Promise<BrandRecord> {
    return this.owned(caller, id, 'write');
  }

  /** For what only the owners of a brand see or do. */
  async owned(caller: Caller, id: string, act: Act): Promise<BrandRecord> {
    const brand = await this.seen(caller, id, act);
    if (brand.role === 'owner' || reachesOthers(caller, act)) return brand;
    throw new AccessDenied('needs an owner of the brand', {
      userId: caller.account?.id,
      targetType: 'brand',
      targetId: id,
    });
  }
}
