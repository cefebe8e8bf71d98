import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { Database, type Transaction } from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import type { Prisma } from '../../persistence/generated/client.js';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Conflict, Refusal } from '../../protocol/refusal.js';
import type { BrandInvitationRecord } from './brand.js';
import { lockBrand, ownsTooMany } from './brands.repository.js';

const INVITATION = { brandId: true, role: true, brand: { select: { name: true } } } satisfies Prisma.BrandMemberSelect;

const CHANGED = 'The invitation was changed meanwhile. Look at it again, and accept it if it still suits you';

interface Acceptance {
  /** How many brands the person may own. */
  most: number;
  /** Whether the invitation is the one that they decided about. */
  isSeen: (invitation: BrandInvitationRecord) => boolean;
}

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
    const rows = await this.database.query((prisma) =>
      prisma.brandMember.findMany({ where, select: INVITATION, orderBy: { brandId: 'desc' }, take: limit + 1 }),
    );
    return rows.map(invitationOf);
  }

  /**
   * False when there is no such invitation.
   * @throws Conflict for one to own a brand, when they own `most` already
   * @throws Refusal for one that was not seen as it is now
   */
  accept(brandId: string, userId: string, { most, isSeen }: Acceptance, by: DoneBy): Promise<boolean> {
    return this.answer('brand.invitation-accept', brandId, by, async (tx) => {
      await lockBrand(tx, brandId);
      const where = { brandId, userId, accepted: false };
      const row = await tx.brandMember.findFirst({ where, select: INVITATION });
      if (row === null) return false;
      if (!isSeen(invitationOf(row))) throw new Refusal('precondition_failed', CHANGED);
      if (row.role === 'owner' && (await ownsTooMany(tx, userId, most))) throw ownsAllAllowed(most);
      return (await tx.brandMember.updateMany({ where, data: { accepted: true } })).count > 0;
    });
  }

  /** False when there is no such invitation. */
  decline(brandId: string, userId: string, by: DoneBy): Promise<boolean> {
    return this.answer('brand.invitation-decline', brandId, by, async (tx) => {
      return (await tx.brandMember.deleteMany({ where: { brandId, userId, accepted: false } })).count > 0;
    });
  }

  private answer(
    action: AuditAction,
    brandId: string,
    by: DoneBy,
    answered: (tx: Transaction) => Promise<boolean>,
  ): Promise<boolean> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx) => {
      if (!(await answered(tx))) return false;
      await audit(tx, { ...by, action, outcome: 'success', target: { type: 'brand', id: brandId } }, now);
      return true;
    });
  }
}

function invitationOf({
  brandId,
  role,
  brand: { name },
}: Prisma.BrandMemberGetPayload<{ select: typeof INVITATION }>): BrandInvitationRecord {
  return { brandId, brandName: name, role };
}

function ownsAllAllowed(most: number): Conflict {
  return new Conflict(
    'brands',
    `you own ${String(most)} already, the most a member may have; delete or leave one first`,
  );
}
