import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../access/caller.js';
import { refuseWhatOthersMade } from '../../access/makers.js';
import { Settings } from '../../config/settings.js';
import { isMatched } from '../../http/if-match.js';
import { isUuid, type Page, pageOf, type PageQuery, pageRequest } from '../../http/page.js';
import { NotFound } from '../../protocol/refusal.js';
import type { BrandInvitationRecord } from './brand.js';
import { BrandInvitationsRepository } from './brand-invitations.repository.js';
import { type BrandInvitationResource, presentBrandInvitation, versionOf } from './brands.dto.js';

/** The caller's own invitations: only the invited person answers them. */
@Injectable()
export class BrandInvitationsService {
  constructor(
    private readonly invitations: BrandInvitationsRepository,
    private readonly settings: Settings,
  ) {}

  async list(caller: Caller, query: PageQuery): Promise<Page<BrandInvitationResource>> {
    const rows = await this.invitations.list(accountOf(caller).id, pageRequest(query, isUuid));
    return pageOf(rows, query.limit, ({ brandId }) => brandId, presentBrandInvitation);
  }

  /**
   * It tells the brand's owners who the person is, and stays when they take an application's consent back.
   * @throws Refusal for an invitation that is no longer the one in `If-Match`: the owner may give another role meanwhile
   */
  async accept(caller: Caller, brandId: string, ifMatch: string | undefined): Promise<void> {
    refuseWhatOthersMade(caller, null, 'brand_id');
    const { brandsPerMember: most } = this.settings;
    const isSeen = (invitation: BrandInvitationRecord) => isMatched(ifMatch, versionOf(invitation));
    const isDone = await this.invitations.accept(brandId, accountOf(caller).id, { most, isSeen }, doneBy(caller));
    if (!isDone) throw new NotFound('Invitation');
  }

  async decline(caller: Caller, brandId: string): Promise<void> {
    const isDone = await this.invitations.decline(brandId, accountOf(caller).id, doneBy(caller));
    if (!isDone) throw new NotFound('Invitation');
  }
}
