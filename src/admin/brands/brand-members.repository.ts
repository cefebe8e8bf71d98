import { Injectable } from '@nestjs/common';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import type { AskingOwner, BrandMemberRecord, BrandRole } from './brand.js';
import { lockBrand, ownsTooMany } from './brands.repository.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { Conflict, NotFound } from '../../protocol/refusal.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { Database, isGone, type Transaction } from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import type { Prisma } from '../../persistence/generated/client.js';

const MEMBER = {
  userId: true,
  role: true,
  accepted: true,
  user: { select: { name: true } },
} satisfies Prisma.BrandMemberSelect;

/** Invitations of one brand that wait for an answer. */
const MOST_INVITED = 100;

/** Who belongs to a brand, or is invited to. Every act is atomic and audited. A brand never loses its last owner by them. */
@Injectable()
export class BrandMembersRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /** Latest accounts first, one row more than the page holds if there are more. */
  async list(brandId: string, { limit, after }: PageRequest): Promise<BrandMemberRecord[]> {
    const where = { brandId, ...(after === undefined ? {} : { userId: { lt: after } }) };
    const rows = await this.database.query((prisma) =>
      prisma.brandMember.findMany({ where, select: MEMBER, orderBy: { userId: 'desc' }, take: limit + 1 }),
    );
    return rows.map(memberOf);
  }

  async find(brandId: string, userId: string): Promise<BrandMemberRecord | undefined> {
    const where = { brandId_userId: { brandId, userId } };
    const row = await this.database.query((prisma) => prisma.brandMember.findUnique({ where, select: MEMBER }));
    return row === null ? undefined : memberOf(row);
  }

  /**
   * Makes or invites a member, or gives a member another role; undefined when there is no such user or brand.
   * @param invites undefined for an administrator, who makes people members; `most` is how many brands a member may own
   * @throws AccessDenied where who invites owns the brand no more
   * @throws Conflict for the last owner, who must stay one, when too many are invited, and for who owns too many
   */
  async put(
    brandId: string,
    userId: string,
    role: BrandRole,
    by: DoneBy,
    invites: { asking: string; most: number } | undefined,
  ): Promise<BrandMemberRecord | undefined> {
    const now = this.clock.now();
    return this.write(by, async (tx) => {
      const isThere = await lockBrand(tx, brandId, invites?.asking);
      const user = await tx.user.findUnique({ where: { id: userId }, select: { id: true } });
      if (!isThere || user === null) return undefined;
      if (role === 'member') await refuseLastOwner(tx, brandId, userId);
      const where = { brandId_userId: { brandId, userId } };
      const before = await tx.brandMember.findUnique({ where });
      const accepted = invites === undefined || before?.accepted === true;
      if (invites !== undefined) {
        if (before === null) await refuseTooManyInvited(tx, brandId);
        else if (accepted && role === 'owner' && before.role === 'member')
          await refuseTooManyOwned(tx, userId, invites.most);
      }
      const row = await tx.brandMember.upsert({
        where,
        create: { brandId, userId, role, accepted },
        update: { role, accepted },
        select: MEMBER,
      });
      const details = { user_id: userId, role, ...(accepted ? {} : { invited: true }) };
      await audit(tx, { ...eventOf('brand.member-put', brandId, by), details }, now);
      return memberOf(row);
    });
  }

  /**
   * False when they are no member.
   * @param asking undefined, too, for who leaves
   * @throws Conflict for the last owner
   */
  async remove(brandId: string, userId: string, asking: AskingOwner, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return this.write(by, async (tx) => {
      await lockBrand(tx, brandId, asking);
      await refuseLastOwner(tx, brandId, userId);
      const { count } = await tx.brandMember.deleteMany({ where: { brandId, userId } });
      if (count > 0)
        await audit(tx, { ...eventOf('brand.member-remove', brandId, by), details: { user_id: userId } }, now);
      return count > 0;
    });
  }

  private async write<T>(by: DoneBy, work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      return await recordedWrite(this.database, this.feed, by, work);
    } catch (error) {
      // the user was deleted since they were looked up
      throw isGone(error) ? new NotFound('User') : error;
    }
  }
}

async function refuseLastOwner(tx: Transaction, brandId: string, userId: string): Promise<void> {
  const owners = await tx.brandMember.findMany({
    where: { brandId, role: 'owner', accepted: true },
    select: { userId: true },
    take: 2,
  });
  if (owners.length === 1 && owners[0]?.userId === userId) {
    throw new Conflict('user_id', 'is the last owner of the brand; make another member an owner first');
  }
}

async function refuseTooManyInvited(tx: Transaction, brandId: string): Promise<void> {
  if ((await tx.brandMember.count({ where: { brandId, accepted: false } })) < MOST_INVITED) return;
  throw new Conflict('user_id', `is one too many: ${String(MOST_INVITED)} invited people have not answered`);
}

async function refuseTooManyOwned(tx: Transaction, userId: string, most: number): Promise<void> {
  if (!(await ownsTooMany(tx, userId, most))) return;
  throw new Conflict('user_id', `owns ${String(most)} brands already, the most a member may have`);
}

function eventOf(action: AuditAction, brandId: string, by: DoneBy) {
  return { ...by, action, outcome: 'success' as const, target: { type: 'brand', id: brandId } };
}

interface Row {
  userId: string;
  role: BrandRole;
  accepted: boolean;
  user: { name: string | null };
}

/** Who has not accepted tells the brand nothing. */
function memberOf({ userId, role, accepted, user }: Row): BrandMemberRecord {
  return { userId, role, accepted, name: accepted ? user.name : null };
}
