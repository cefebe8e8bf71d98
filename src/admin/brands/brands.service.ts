import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../access/caller.js';
import { refuseWhatOthersMade } from '../../access/makers.js';
import { reachesOthers } from '../../access/reach.js';
import { isFullAdmin } from '../../access/scope-rules.js';
import { refuseLooserFactors } from '../../access/looser-factors.js';
import { Settings } from '../../config/settings.js';
import { isUuid, type Page, pageOf, type PageQuery, pageRequest } from '../../http/page.js';
import { ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { Conflict, NotFound } from '../../protocol/refusal.js';
import { askingOwner, BrandAccess } from './brand-access.js';
import type { BrandJudge, BrandRecord } from './brand.js';
import { BrandsRepository } from './brands.repository.js';
import { type BrandChangeBody, type BrandResource, type NewBrandBody, presentBrand } from './brands.dto.js';
import { slugOf } from './slug-of.js';

@Injectable()
export class BrandsService {
  constructor(
    private readonly brands: BrandsRepository,
    private readonly access: BrandAccess,
    private readonly settings: Settings,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  /** The creator becomes its owner. */
  async create(caller: Caller, body: NewBrandBody): Promise<BrandResource> {
    const { slug } = body;
    if (slug !== undefined) return presentBrand(await this.createAs(caller, body, slug), caller);
    const derived = slugOf(body.name);
    const created = await this.createAs(caller, body, derived).catch((error: unknown) => {
      if (!(error instanceof Conflict) || error.fields[0]?.field !== 'slug') throw error;
      return this.createAs(caller, body, `${derived}-${randomBytes(4).toString('hex')}`);
    });
    return presentBrand(created, caller);
  }

  async list(caller: Caller, query: PageQuery): Promise<Page<BrandResource>> {
    const rows = await this.brands.list(
      caller.account?.id ?? null,
      reachesOthers(caller, 'read'),
      pageRequest(query, isUuid),
    );
    return pageOf(
      rows,
      query.limit,
      (brand) => brand.id,
      (brand) => presentBrand(brand, caller),
    );
  }

  async read(caller: Caller, id: string): Promise<BrandResource> {
    return presentBrand(await this.access.seen(caller, id), caller);
  }

  async change(
    caller: Caller,
    id: string,
    { logo_url, primary_color, second_factor: secondFactor, ...plain }: BrandChangeBody,
  ): Promise<BrandResource> {
    const { madeBy } = await this.access.changeable(caller, id);
    refuseWhatOthersMade(caller, madeBy);
    const judge: BrandJudge = (policy) => refuseLooserFactors(caller, policy, secondFactor);
    const change = { ...plain, logoUrl: logo_url, primaryColor: primary_color, secondFactor };
    const isChecked = isFullAdmin(await this.catalogue.all(), caller);
    const planned = { change, judge, isChecked, asking: askingOwner(caller) };
    if (!(await this.brands.change(id, planned, doneBy(caller)))) throw new NotFound('Brand');
    return this.read(caller, id);
  }

  async delete(caller: Caller, id: string): Promise<void> {
    await this.access.changeable(caller, id);
    if (!(await this.brands.delete(id, askingOwner(caller), doneBy(caller)))) throw new NotFound('Brand');
  }

  private async createAs(caller: Caller, body: NewBrandBody, slug: string): Promise<BrandRecord> {
    const {
      name,
      logo_url: logoUrl = null,
      primary_color: primaryColor = null,
      second_factor: secondFactor = null,
    } = body;
    const max = this.settings.brandsPerMember;
    const brand = { name, slug, logoUrl, primaryColor, secondFactor, madeBy: caller.madeBy ?? null };
    const created = await this.brands.create(brand, accountOf(caller).id, max, doneBy(caller));
    if (created !== undefined) return created;
    throw new Conflict('brands', `you own ${String(max)} already, the most a member may have; delete one first`);
  }
}
