import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { FactorPolicy } from '../../protocol/factor-policy.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import {
  type AskingOwner,
  type BrandApplicationRecord,
  type BrandRecord,
  type BrandRole,
  needsOwner,
  type NewBrand,
  type PlannedBrandChange,
} from './brand.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { Conflict, NotFound } from '../../protocol/refusal.js';
import { wireName } from '../../protocol/wire-name.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { keepFactorPolicy } from '../../persistence/applications/kept-factor-policy.js';
import { SHOWN_BRAND } from '../../persistence/brands/shown-brand.js';
import {
  Database,
  type HotStatement,
  isGone,
  isUniqueViolation,
  type Transaction,
} from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';
import { type Change, ChangeFeed } from '../../persistence/feed/change-feed.js';
import type { Prisma } from '../../persistence/generated/client.js';
import { withMaker, withMakers } from '../../persistence/applications/with-makers.js';

const LOCK = 'SELECT id::text FROM brands WHERE id = $1::text::uuid FOR NO KEY UPDATE';

const LOCK_OWNER = 'SELECT role::text FROM users WHERE id = $1::text::uuid FOR NO KEY UPDATE';

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

interface Detachment {
  brandId: string;
  applicationId: string;
  /** Where an owner does it, the application keeps what the brand said of second factors. */
  asking: AskingOwner;
}

/** The brands. Every act is atomic and audited. */
@Injectable()
export class BrandsRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /**
   * Undefined when its owner owns `max` already, however many are made at once.
   * @throws Conflict when the slug is taken
   */
  async create(
    brand: NewBrand & Pick<BrandRecord, 'madeBy'>,
    ownerId: string,
    max: number,
    by: DoneBy,
  ): Promise<BrandRecord | undefined> {
    const now = this.clock.now();
    return this.write(by, async (tx) => {
      if (await ownsTooMany(tx, ownerId, max)) return undefined;
      const members = { create: { userId: ownerId, role: 'owner' as const } };
      const created = await tx.brand.create({
        data: { id: uuidv7(), ...brand, createdAt: now, updatedAt: now, members },
        include: { members: true },
      });
      await audit(tx, eventOf('brand.create', created.id, by), now);
      return recordOf(await withMaker(tx, created));
    });
  }

  /** All, or those the viewer belongs to; newest first, one row more than the page holds if there are more. */
  async list(viewerId: string | null, all: boolean, { limit, after }: PageRequest): Promise<BrandRecord[]> {
    const viewer = viewerOf(viewerId);
    const where: Prisma.BrandWhereInput = {
      ...(after === undefined ? {} : { id: { lt: after } }),
      ...(all ? {} : { members: { some: viewer } }),
    };
    const include = { members: { where: viewer } };
    const rows = await this.database.query(async (prisma) =>
      withMakers(prisma, await prisma.brand.findMany({ where, include, orderBy: { id: 'desc' }, take: limit + 1 })),
    );
    return rows.map(recordOf);
  }

  async find(id: string, viewerId: string | null): Promise<BrandRecord | undefined> {
    const include = { members: { where: viewerOf(viewerId) } };
    return this.database.query(async (prisma) => {
      const row = await prisma.brand.findUnique({ where: { id }, include });
      return row === null ? undefined : recordOf(await withMaker(prisma, row));
    });
  }

  /**
   * False when there is no such brand.
   * @throws Conflict when the slug is taken
   */
  async change(id: string, { change, judge, isChecked, asking }: PlannedBrandChange, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return this.write(by, async (tx, changes) => {
      await lockBrand(tx, id, asking);
      const before = await tx.brand.findUnique({ where: { id } });
      if (before === null) return false;
      judge(before.secondFactor as FactorPolicy | null);
      const fields = (['name', 'slug', 'logoUrl', 'primaryColor', 'secondFactor'] as const).filter(
        (field) => change[field] !== undefined && change[field] !== before[field],
      );
      if (fields.length === 0) return true;
      await tx.brand.update({ where: { id }, data: { ...change, updatedAt: now } });
      if (!isChecked && (fields.includes('name') || fields.includes('logoUrl'))) {
        const rows = await tx.$queryRawUnsafe<{ client_id: string }[]>(TAKE_WORD_BACK, id);
        for (const row of rows) changes.push({ kind: 'application', subject: row.client_id });
      }
      if (fields.includes('secondFactor')) await addCarrying(tx, changes, id);
      await audit(tx, { ...eventOf('brand.update', id, by), details: { fields: fields.map(wireName) } }, now);
      return true;
    });
  }

  /**
   * Deletes a brand; its applications stay and belong to none. Where an owner does it, they keep what it said of second
   * factors. False when there is no such brand.
   */
  async delete(id: string, asking: AskingOwner, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return this.write(by, async (tx, changes) => {
      await lockBrand(tx, id, asking);
      if (asking !== undefined) await keepFactorPolicy(tx, id);
      await addCarrying(tx, changes, id);
      const { count } = await tx.brand.deleteMany({ where: { id } });
      if (count > 0) await audit(tx, eventOf('brand.delete', id, by), now);
      return count > 0;
    });
  }

  /** Latest first, one row more than the page holds if there are more. */
  async applications(id: string, { limit, after }: PageRequest): Promise<BrandApplicationRecord[]> {
    return this.database.run<BrandApplicationRecord & Record<string, unknown>>(APPLICATIONS, [
      id,
      after ?? null,
      limit + 1,
    ]);
  }

  /** Takes the brand off an application; false when it does not carry it. */
  async detach({ brandId: id, applicationId, asking }: Detachment, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return this.write(by, async (tx, changes) => {
      const where = { id: applicationId, brandId: id };
      await lockBrand(tx, id, asking);
      if (asking !== undefined && (await tx.application.count({ where })) > 0)
        await keepFactorPolicy(tx, id, applicationId);
      const data = { brandId: null, brandGiven: false };
      const rows = await tx.application.updateManyAndReturn({ where, data, select: { clientId: true } });
      for (const { clientId } of rows) changes.push({ kind: 'application', subject: clientId });
      const details = { application_id: applicationId };
      if (rows.length > 0) await audit(tx, { ...eventOf('brand.application-detach', id, by), details }, now);
      return rows.length > 0;
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

/** The applications that carry it, as every node has them in memory: with what it says of second factors. */
async function addCarrying(tx: Transaction, changes: Change[], brandId: string): Promise<void> {
  const rows = await tx.application.findMany({ where: { brandId }, select: { clientId: true } });
  for (const { clientId } of rows) changes.push({ kind: 'application', subject: clientId });
}

/**
 * Changes to a brand, and to who belongs to it, are made one after the other. False when there is no such brand.
 * @throws AccessDenied where who asks as an owner is none any more
 */
export async function lockBrand(tx: Transaction, id: string, asking?: AskingOwner): Promise<boolean> {
  const isThere = (await tx.$queryRawUnsafe<unknown[]>(LOCK, id)).length > 0;
  if (!isThere || asking === undefined) return isThere;
  const owner = { brandId: id, userId: asking, role: 'owner', accepted: true } as const;
  if ((await tx.brandMember.count({ where: owner })) === 0) throw needsOwner(asking, id);
  return true;
}

/** Whether a person owns `max` brands already, however many are made, accepted or given at once. Administrators have no bound. */
export async function ownsTooMany(tx: Transaction, userId: string, max: number): Promise<boolean> {
  const [user] = await tx.$queryRawUnsafe<{ role: string }[]>(LOCK_OWNER, userId);
  if (user?.role === 'admin') return false;
  return (await tx.brandMember.count({ where: { userId, role: 'owner', accepted: true } })) >= max;
}

function asRefusal(error: unknown): unknown {
  if (isUniqueViolation(error)) return new Conflict('slug', "is another brand's; choose another");
  // the user was deleted since they were looked up
  return isGone(error) ? new NotFound('User') : error;
}

/** An application without an owner sees no brand. */
function viewerOf(viewerId: string | null) {
  return viewerId === null ? { userId: { in: [] } } : { userId: viewerId, accepted: true };
}

function eventOf(action: AuditAction, brandId: string, by: DoneBy) {
  return { ...by, action, outcome: 'success' as const, target: { type: 'brand', id: brandId } };
}

type Row = Omit<BrandRecord, 'role' | 'secondFactor'> & {
  secondFactor: string | null;
  members: { role: BrandRole }[];
};

function recordOf({ members, secondFactor, ...brand }: Row): BrandRecord {
  return { ...brand, secondFactor: secondFactor as FactorPolicy | null, role: members[0]?.role ?? null };
}
