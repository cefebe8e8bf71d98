import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import type { Made } from '../../access/made-by.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { Conflict } from '../../protocol/refusal.js';
import { spellingsOf } from '../../protocol/resource-identifier.js';
import { wireName } from '../../protocol/wire-name.js';
import { LOCK_OWNER } from '../../persistence/accounts/lock-owner.js';
import type { NewResource, ResourceChange, ResourceRecord } from './resource.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { type Change, ChangeFeed } from '../../persistence/feed/change-feed.js';
import { Database, isUniqueViolation, type Transaction } from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';
import type { Resource } from '../../persistence/generated/client.js';
import { withMaker, withMakers } from '../../persistence/applications/with-makers.js';
import { replaceTarget } from '../../persistence/catalogue/exchange-targets.js';

const LOCK = 'SELECT id::text FROM resources WHERE id = $1::text::uuid FOR NO KEY UPDATE';
const DELETE = 'DELETE FROM resources WHERE id = $1::text::uuid RETURNING identifier';
const LOCK_NAME = 'SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))::text';
const FIELDS = ['identifier', 'name', 'scopes', 'applicationId', 'accessTokenTyp'] as const;

/** The protected resources. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
@Injectable()
export class ResourcesRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /**
   * Undefined when its owner has `max` already, however many are made at once.
   * @throws Conflict when the identifier is another's
   */
  async create(resource: NewResource, max: number, by: DoneBy): Promise<ResourceRecord | undefined> {
    const now = this.clock.now();
    return this.write(by, async (tx, changes) => {
      if (max < Infinity && (await ownedBy(tx, resource.ownerId)) >= max) return undefined;
      await refuseTaken(tx, resource.identifier);
      const row = await tx.resource.create({ data: { id: uuidv7(), ...resource, createdAt: now, updatedAt: now } });
      const { identifier, scopes } = row;
      // nodes remember that there was none
      changes.push(changeOf(identifier));
      await audit(tx, eventOf(by, 'resource.create', row.id, { identifier, scopes }), now);
      return recordOf(await withMaker(tx, row));
    });
  }

  /** Newest first, of one owner or all; one more than the page holds if there are more. */
  async list(ownerId: string | undefined, { limit, after }: PageRequest): Promise<ResourceRecord[]> {
    const where = {
      ...(ownerId === undefined ? {} : { ownerId }),
      ...(after === undefined ? {} : { id: { lt: after } }),
    };
    const rows = await this.database.query(async (prisma) =>
      withMakers(prisma, await prisma.resource.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 })),
    );
    return rows.map(recordOf);
  }

  async find(id: string): Promise<ResourceRecord | undefined> {
    return this.database.query(async (prisma) => {
      const row = await prisma.resource.findUnique({ where: { id } });
      return row === null ? undefined : recordOf(await withMaker(prisma, row));
    });
  }

  /**
   * Applications that may exchange tokens for it go on to, under its new identifier.
   * @param judge sees it locked, before anything is changed, and throws to refuse
   * @throws Conflict when the identifier is another's
   */
  async change(
    id: string,
    change: ResourceChange,
    by: DoneBy,
    judge: (current: { scopes: readonly string[] }) => void,
  ): Promise<ResourceRecord | undefined> {
    const now = this.clock.now();
    return this.write(by, async (tx, changes) => {
      await tx.$queryRawUnsafe(LOCK, id);
      const before = await tx.resource.findUnique({ where: { id } });
      if (before === null) return undefined;
      judge(before);
      const fields = FIELDS.filter(
        (field) => change[field] !== undefined && JSON.stringify(change[field]) !== JSON.stringify(before[field]),
      );
      if (fields.length === 0) return recordOf(await withMaker(tx, before));
      if (fields.includes('identifier')) await refuseTaken(tx, change.identifier ?? before.identifier, id);
      const row = await tx.resource.update({ where: { id }, data: { ...change, updatedAt: now } });
      changes.push(changeOf(before.identifier), changeOf(row.identifier));
      if (row.identifier !== before.identifier) await replaceTarget(tx, changes, before.identifier, row.identifier);
      await audit(tx, eventOf(by, 'resource.update', id, { fields: fields.map(wireName) }), now);
      return recordOf(await withMaker(tx, row));
    });
  }

  /** Nothing may be exchanged for it any more, also when it is registered again. False when there is none. */
  async delete(id: string, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return this.write(by, async (tx, changes) => {
      const [row] = await tx.$queryRawUnsafe<{ identifier: string }[]>(DELETE, id);
      if (row === undefined) return false;
      changes.push(changeOf(row.identifier));
      await replaceTarget(tx, changes, row.identifier, null);
      await audit(tx, eventOf(by, 'resource.delete', id, row), now);
      return true;
    });
  }

  /** Whose an application is, and by which application it was made. Undefined when there is none. */
  async originOfApplication(id: string): Promise<{ ownerId: string | null; madeBy: string | null } | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.application.findUnique({ where: { id }, select: { ownerId: true, madeBy: true } }),
    );
    return row ?? undefined;
  }

  private async write<T>(by: DoneBy, work: (tx: Transaction, changes: Change[]) => Promise<T>): Promise<T> {
    try {
      return await recordedWrite(this.database, this.feed, by, work);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new Conflict('identifier', 'is registered already');
    }
  }
}

/**
 * One address is one API, with and without its last slash: tokens that are asked for under either are for it.
 * @throws Conflict when the identifier, or its other spelling, is another's
 */
async function refuseTaken(tx: Transaction, identifier: string, own?: string): Promise<void> {
  const spellings = spellingsOf(identifier).toSorted();
  await tx.$queryRawUnsafe(LOCK_NAME, spellings[0]);
  const rows = await tx.resource.findMany({ where: { identifier: { in: spellings } }, select: { id: true } });
  if (rows.some(({ id }) => id !== own)) throw new Conflict('identifier', 'is registered already');
}

/** Of one owner's resources one is made after the other. */
async function ownedBy(tx: Transaction, ownerId: string): Promise<number> {
  await tx.$queryRawUnsafe(LOCK_OWNER, ownerId);
  return tx.resource.count({ where: { ownerId } });
}

function recordOf(row: Resource & Made): ResourceRecord {
  return { ...row, accessTokenTyp: row.accessTokenTyp as ResourceRecord['accessTokenTyp'] };
}

/** What every node must look up again: also that there is none. */
function changeOf(identifier: string): Change {
  return { kind: 'resource', subject: identifier };
}

function eventOf(by: DoneBy, action: AuditAction, id: string, details: Record<string, unknown>) {
  return { ...by, action, outcome: 'success' as const, target: { type: 'resource', id }, details };
}
