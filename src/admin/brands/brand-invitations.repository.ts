import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { Database } from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Conflict } from '../../protocol/refusal.js';
import type { BrandInvitationRecord } from './brand.js';
import { ownsTooMany } from './brands.repository.js';

/** The brands that a person was asked to belong to and has not answered. Every answer is atomic and audited. */
@Injectable()
export class BrandInvitationsRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /** Latest brands first, one row more than the page holds if there are more. */
  async list(userId: string, { limit, after }: PageRequest): Promise<BrandInvitationRecord[]> {
    const where = { userId, accepted: false, ...(after === undefined ? {} : { brandId: { lt: after } }) };
    const select = { brandId: true, role: true, brand: { select: { name: true } } };
    const rows = await this.database.query((prisma) =>
      prisma.brandMember.findMany({ where, select, orderBy: { brandId: 'desc' }, take: limit + 1 }),
    );
    return rows.map(({ brandId, role, brand: { name } }) => ({ brandId, brandName: name, role }));
  }

  /**
   * False when there is no such invitation.
   * @throws Conflict for one to own a brand, when they own `most` already
   */
  accept(brandId: string, userId: string, most: number, by: DoneBy): Promise<boolean> {
    return this.answer(brandId, userId, by, { most });
  }

  /** False when there is no such invitation. */
  decline(brandId: string, userId: string, by: DoneBy): Promise<boolean> {
    return this.answer(brandId, userId, by, 'declines');
  }

  private answer(brandId: string, userId: string, by: DoneBy, answer: { most: number } | 'declines'): Promise<boolean> {
    const accepts = answer !== 'declines';
    const action: AuditAction = accepts ? 'brand.invitation-accept' : 'brand.invitation-decline';
    const where = { brandId, userId, accepted: false };
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx) => {
      if (accepts && (await ownsTooMany(tx, userId, answer.most))) {
        const invited = await tx.brandMember.findFirst({ where, select: { role: true } });
        if (invited?.role === 'owner') throw tooMany(answer.most);
      }
      const { count } = accepts
        ? await tx.brandMember.updateMany({ where, data: { accepted: true } })
        : await tx.brandMember.deleteMany({ where });
      if (count === 0) return false;
      await audit(tx, { ...by, action, outcome: 'success', target: { type: 'brand', id: brandId } }, now);
      return true;
    });
  }
}

function tooMany(most: number): Conflict {
  return new Conflict(
    'brands',
    `you own ${String(most)} already, the most a member may have; delete or leave one first`,
  );
}
