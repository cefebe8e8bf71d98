import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { DoneBy } from '../protocol/audit-event.js';
import {
  type BrandApplicationRecord,
  type BrandChange,
  type BrandMemberRecord,
  type BrandRecord,
  type BrandRole,
  BrandStore,
  type NewBrand,
} from '../admin/brands/brand-store.js';
import { Clock } from '../clock/clock.js';
import type { PageRequest } from '../http/page.js';
import { Conflict, NotFound } from '../protocol/refusal.js';
import { audit } from './audit/audit-rows.js';
import { SHOWN_BRAND } from './brand-of-application.js';
import { Database, type HotStatement, isGone, type Transaction, uniqueViolation } from './database/database.js';
import { recordedWrite } from './database/recorded-write.js';
import { type Change, ChangeFeed } from './feed/change-feed.js';
import type { Prisma } from './generated/client.js';

/** Whoever changes the members of one brand does so one after the other. */
const LOCK_BRAND = 'SELECT id::text FROM brands WHERE id = $1::text::uuid FOR NO KEY UPDATE';

const LOCK_OWNER = 'SELECT id::text FROM users WHERE id = $1::text::uuid FOR NO KEY UPDATE';

const APPLICATIONS: HotStatement = {
  name: 'brand_applications',
  text: `SELECT a.id::text, a.client_id AS "clientId", a.name, a.owner_id::text AS "ownerId", o.name AS "ownerName",
                ${SHOWN_BRAND} AS shown
           FROM applications a LEFT JOIN users o ON o.id = a.owner_id
          WHERE a.brand_id = $1 AND ($2::uuid IS NULL OR a.id < $2)
          ORDER BY a.id DESC LIMIT $3`,
};

/**
 * An administrator's word about a member's application covers the name and logo that its pages showed then. A brand that
 * an administrator gave is the administrator's choice.
 */
const TAKE_WORD_BACK = `UPDATE applications a SET confirmed = false
  FROM users o
 WHERE a.brand_id = $1::text::uuid AND a.confirmed AND NOT a.brand_given AND o.id = a.owner_id AND o.role = 'member'
RETURNING a.client_id`;

const MEMBER = { userId: true, role: true, user: { select: { name: true } } } satisfies Prisma.BrandMemberSelect;

@Injectable()
export class PostgresBrands extends BrandStore {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
  }

  async create(brand: NewBrand, ownerId: string, max: number, by: DoneBy): Promise<BrandRecord | undefined> {
    const now = this.clock.now();
    const row = await this.write(by, async (tx) => {
      if (max < Infinity && (await ownedBy(tx, ownerId)) >= max) return undefined;
      const members = { create: { userId: ownerId, role: 'owner' as const } };
      const created = await tx.brand.create({
        data: { id: uuidv7(), ...brand, createdAt: now, updatedAt: now, members },
      });
      await audit(tx, eventOf('brand.create', created.id, by), now);
      return created;
    });
    return row && { ...row, role: 'owner' };
  }

  async list(viewerId: string | null, all: boolean, { limit, after }: PageRequest): Promise<BrandRecord[]> {
    const viewer = viewerOf(viewerId);
    const where: Prisma.BrandWhereInput = {
      ...(after === undefined ? {} : { id: { lt: after } }),
      ...(all ? {} : { members: { some: viewer } }),
    };
    const include = { members: { where: viewer } };
    const rows = await this.database.query((prisma) =>
      prisma.brand.findMany({ where, include, orderBy: { id: 'desc' }, take: limit + 1 }),
    );
    return rows.map(recordOf);
  }

  async find(id: string, viewerId: string | null): Promise<BrandRecord | undefined> {
    const include = { members: { where: viewerOf(viewerId) } };
    const row = await this.database.query((prisma) => prisma.brand.findUnique({ where: { id }, include }));
    return row === null ? undefined : recordOf(row);
  }

  async change(id: string, change: BrandChange, isChecked: boolean, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return this.write(by, async (tx, changes) => {
      await tx.$queryRawUnsafe(LOCK_BRAND, id);
      const before = await tx.brand.findUnique({ where: { id } });
      if (before === null) return false;
      const fields = (['name', 'slug', 'logoUrl', 'primaryColor'] as const).filter(
        (field) => change[field] !== undefined && change[field] !== before[field],
      );
      if (fields.length === 0) return true;
      await tx.brand.update({ where: { id }, data: { ...change, updatedAt: now } });
      if (!isChecked && (fields.includes('name') || fields.includes('logoUrl'))) {
        const rows = await tx.$queryRawUnsafe<{ client_id: string }[]>(TAKE_WORD_BACK, id);
        changes.push(...rows.map((row): Change => ({ kind: 'application', subject: row.client_id })));
      }
      await audit(tx, { ...eventOf('brand.update', id, by), details: { fields: fields.map(onTheWire) } }, now);
      return true;
    });
  }

  async delete(id: string, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return this.write(by, async (tx) => {
      const { count } = await tx.brand.deleteMany({ where: { id } });
      if (count > 0) await audit(tx, eventOf('brand.delete', id, by), now);
      return count > 0;
    });
  }

  async members(id: string, { limit, after }: PageRequest): Promise<BrandMemberRecord[]> {
    const where = { brandId: id, ...(after === undefined ? {} : { userId: { lt: after } }) };
    const rows = await this.database.query((prisma) =>
      prisma.brandMember.findMany({ where, select: MEMBER, orderBy: { userId: 'desc' }, take: limit + 1 }),
    );
    return rows.map(memberOf);
  }

  async member(id: string, userId: string): Promise<BrandMemberRecord | undefined> {
    const where = { brandId_userId: { brandId: id, userId } };
    const row = await this.database.query((prisma) => prisma.brandMember.findUnique({ where, select: MEMBER }));
    return row === null ? undefined : memberOf(row);
  }

  async putMember(id: string, userId: string, role: BrandRole, by: DoneBy): Promise<BrandMemberRecord | undefined> {
    const now = this.clock.now();
    return this.write(by, async (tx) => {
      const brand = await tx.$queryRawUnsafe<unknown[]>(LOCK_BRAND, id);
      const user = await tx.user.findUnique({ where: { id: userId }, select: { id: true } });
      if (brand.length === 0 || user === null) return undefined;
      if (role === 'member') await refuseLastOwner(tx, id, userId);
      const row = await tx.brandMember.upsert({
        where: { brandId_userId: { brandId: id, userId } },
        create: { brandId: id, userId, role },
        update: { role },
        select: MEMBER,
      });
      await audit(tx, { ...eventOf('brand.member-put', id, by), details: { user_id: userId, role } }, now);
      return memberOf(row);
    });
  }

  async removeMember(id: string, userId: string, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return this.write(by, async (tx) => {
      await tx.$queryRawUnsafe(LOCK_BRAND, id);
      await refuseLastOwner(tx, id, userId);
      const { count } = await tx.brandMember.deleteMany({ where: { brandId: id, userId } });
      if (count > 0) await audit(tx, { ...eventOf('brand.member-remove', id, by), details: { user_id: userId } }, now);
      return count > 0;
    });
  }

  async applications(id: string, { limit, after }: PageRequest): Promise<BrandApplicationRecord[]> {
    return this.database.run<BrandApplicationRecord & Record<string, unknown>>(APPLICATIONS, [
      id,
      after ?? null,
      limit + 1,
    ]);
  }

  async detach(id: string, applicationId: string, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return this.write(by, async (tx) => {
      const where = { id: applicationId, brandId: id };
      const { count } = await tx.application.updateMany({ where, data: { brandId: null, brandGiven: false } });
      const details = { application_id: applicationId };
      if (count > 0) await audit(tx, { ...eventOf('brand.application-detach', id, by), details }, now);
      return count > 0;
    });
  }

  private async write<T>(by: DoneBy, work: (tx: Transaction, changes: Change[]) => Promise<T>): Promise<T> {
    try {
      return await recordedWrite(this.database, this.feed, by, work);
    } catch (error) {
      throw asRefusal(error);
    }
  }
}

/** Of one owner's brands one is made after the other. */
async function ownedBy(tx: Transaction, userId: string): Promise<number> {
  await tx.$queryRawUnsafe(LOCK_OWNER, userId);
  return tx.brandMember.count({ where: { userId, role: 'owner' } });
}

function asRefusal(error: unknown): unknown {
  if (uniqueViolation(error) !== undefined) return new Conflict('slug', "is another brand's; choose another");
  // the user was deleted since they were looked up
  return isGone(error) ? new NotFound('User') : error;
}

async function refuseLastOwner(tx: Transaction, brandId: string, userId: string): Promise<void> {
  const owners = await tx.brandMember.findMany({
    where: { brandId, role: 'owner' },
    select: { userId: true },
    take: 2,
  });
  if (owners.length === 1 && owners[0]?.userId === userId) {
    throw new Conflict('user_id', 'is the last owner of the brand; make somebody else an owner first');
  }
}

/** A nobody belongs to no brand. */
function viewerOf(viewerId: string | null) {
  return viewerId === null ? { userId: { in: [] } } : { userId: viewerId };
}

function eventOf(action: string, brandId: string, by: DoneBy) {
  return { ...by, action, outcome: 'success' as const, target: { type: 'brand', id: brandId } };
}

function onTheWire(field: keyof BrandChange): string {
  return field === 'logoUrl' ? 'logo_url' : field === 'primaryColor' ? 'primary_color' : field;
}

function recordOf({ members, ...brand }: Omit<BrandRecord, 'role'> & { members: { role: BrandRole }[] }): BrandRecord {
  return { ...brand, role: members[0]?.role ?? null };
}

function memberOf({ userId, role, user }: { userId: string; role: BrandRole; user: { name: string | null } }) {
  return { userId, role, name: user.name };
}
