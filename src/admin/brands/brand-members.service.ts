import { Injectable } from '@nestjs/common';
import { type Caller, doneBy } from '../../access/caller.js';
import { refuseWhatOthersMade } from '../../access/makers.js';
import { Settings } from '../../config/settings.js';
import { isUuid, type Page, pageOf, type PageQuery, pageRequest } from '../../http/page.js';
import { NotFound } from '../../protocol/refusal.js';
import { askingOwner, BrandAccess } from './brand-access.js';
import { BrandMembersRepository } from './brand-members.repository.js';
import { type BrandMemberBody, type BrandMemberResource, presentBrandMember } from './brands.dto.js';

@Injectable()
export class BrandMembersService {
  constructor(
    private readonly members: BrandMembersRepository,
    private readonly access: BrandAccess,
    private readonly settings: Settings,
  ) {}

  async list(caller: Caller, brandId: string, query: PageQuery): Promise<Page<BrandMemberResource>> {
    await this.access.seen(caller, brandId);
    const rows = await this.members.list(brandId, pageRequest(query, isUuid));
    return pageOf(rows, query.limit, (member) => member.userId, presentBrandMember);
  }

  async read(caller: Caller, brandId: string, userId: string): Promise<BrandMemberResource> {
    await this.access.seen(caller, brandId);
    const member = await this.members.find(brandId, userId);
    if (member === undefined) throw new NotFound('Member');
    return presentBrandMember(member);
  }

  /** Administrators make people members; owners invite them. */
  async put(caller: Caller, brandId: string, userId: string, body: BrandMemberBody): Promise<BrandMemberResource> {
    const { madeBy } = await this.access.changeable(caller, brandId);
    refuseWhatOthersMade(caller, madeBy);
    const asking = askingOwner(caller);
    const invites = asking === undefined ? undefined : { asking, most: this.settings.brandsPerMember };
    const member = await this.members.put(brandId, userId, body.role, doneBy(caller), invites);
    if (member === undefined) throw new NotFound('User');
    return presentBrandMember(member);
  }

  /** Any member may leave; owners remove others. */
  async remove(caller: Caller, brandId: string, userId: string): Promise<void> {
    const leaves = userId === caller.account?.id;
    await (leaves ? this.access.seen(caller, brandId) : this.access.changeable(caller, brandId));
    const asking = leaves ? undefined : askingOwner(caller);
    if (!(await this.members.remove(brandId, userId, asking, doneBy(caller)))) throw new NotFound('Member');
  }
}
