import { Injectable } from '@nestjs/common';
import { type Caller, isAdmin } from '../access/caller.js';
import { AccessDenied, NotFound } from '../protocol/refusal.js';
import { type BrandRecord, BrandStore } from './brand-store.js';

/** Members see a brand, owners change it, admins may do everything. To everybody else there is no such brand. */
@Injectable()
export class BrandAccess {
  constructor(private readonly brands: BrandStore) {}

  async seen(caller: Caller, id: string): Promise<BrandRecord> {
    const brand = await this.brands.find(id, caller.account?.id ?? null);
    if (brand === undefined || (brand.role === null && !isAdmin(caller))) throw new NotFound('Brand');
    return brand;
  }

  async changeable(caller: Caller, id: string): Promise<BrandRecord> {
    const brand = await this.seen(caller, id);
    if (brand.role === 'owner' || isAdmin(caller)) return brand;
    throw new AccessDenied('needs an owner of the brand', {
      userId: caller.account?.id,
      targetType: 'brand',
      targetId: id,
    });
  }
}
