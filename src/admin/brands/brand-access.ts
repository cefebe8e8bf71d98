import { Injectable } from '@nestjs/common';
import { accountOf, type Caller } from '../../access/caller.js';
import { type Act, reachesOthers } from '../../access/reach.js';
import { NotFound } from '../../protocol/refusal.js';
import { type AskingOwner, type BrandRecord, needsOwner } from './brand.js';
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
    throw needsOwner(caller.account?.id, id);
  }
}

export function askingOwner(caller: Caller): AskingOwner {
  return reachesOthers(caller, 'write') ? undefined : accountOf(caller).id;
}
