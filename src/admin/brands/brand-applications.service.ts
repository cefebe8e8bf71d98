import { Injectable } from '@nestjs/common';
import { type Caller, doneBy } from '../../access/caller.js';
import { isUuid, type Page, pageOf, type PageQuery, pageRequest } from '../../http/page.js';
import { NotFound } from '../../protocol/refusal.js';
import { askingOwner, BrandAccess } from './brand-access.js';
import { BrandsRepository } from './brands.repository.js';
import { type BrandApplicationResource, presentBrandApplication } from './brands.dto.js';

/** The applications that carry a brand, for its owners, even if those who assigned it are gone. */
@Injectable()
export class BrandApplicationsService {
  constructor(
    private readonly brands: BrandsRepository,
    private readonly access: BrandAccess,
  ) {}

  async list(caller: Caller, brandId: string, query: PageQuery): Promise<Page<BrandApplicationResource>> {
    await this.access.owned(caller, brandId, 'read');
    const rows = await this.brands.applications(brandId, pageRequest(query, isUuid));
    return pageOf(rows, query.limit, (application) => application.id, presentBrandApplication);
  }

  async detach(caller: Caller, brandId: string, applicationId: string): Promise<void> {
    await this.access.owned(caller, brandId, 'write');
    const asking = askingOwner(caller);
    const isDetached = await this.brands.detach({ brandId, applicationId, asking }, doneBy(caller));
    if (!isDetached) throw new NotFound('Application');
  }
}
