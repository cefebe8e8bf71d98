import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import type { Judge, ListOf, OriginOfListed, WhitelistEntry } from './whitelist-entry.js';
import { Network } from '../../network/network.js';
import { Conflict } from '../../protocol/refusal.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import { Database, isUniqueViolation, type Transaction } from '../../persistence/database/database.js';
import type { AlsoLocked } from '../../persistence/database/hold-standing.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';

/** Locks what a list belongs to, and reads whose it is and what the change feed calls it. Sign-ins do not wait for it. */
const LOCKS: Readonly<Record<ListOf['kind'], string>> = {
  user: `SELECT id::text AS subject FROM users WHERE id = $1::text::uuid FOR NO KEY UPDATE`,
  application: `SELECT client_id AS subject FROM applications WHERE id = $1::text::uuid FOR NO KEY UPDATE`,
  'api-key': `SELECT encode(secret_hash, 'hex') AS subject FROM api_keys WHERE id = $1::text FOR NO KEY UPDATE`,
};

/**
 * The entries of IP whitelists. Every act is atomic, audited, and known to all nodes within the change feed's bound;
 * of one list's changes each sees what the one before it left.
 */
@Injectable()
export class IpWhitelistRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /** Undefined if there is no such account, application or key. */
  originOf({ kind, id }: ListOf): Promise<OriginOfListed | undefined> {
    return this.database.query(async (prisma) => {
      switch (kind) {
        case 'user':
          return originOf(await prisma.user.findUnique({ where: { id }, select: { id: true } }));
        case 'application':
          return originOf(
            await prisma.application.findUnique({ where: { id }, select: { ownerId: true, madeBy: true } }),
          );
        case 'api-key':
          return originOf(await prisma.apiKey.findUnique({ where: { id }, select: { userId: true, madeBy: true } }));
      }
    });
  }

  /** Newest first; one row more than the page holds if there are more. */
  async entries(list: ListOf, { limit, after }: PageRequest): Promise<WhitelistEntry[]> {
    const where = { ...columnOf(list), ...(after === undefined ? {} : { id: { lt: after } }) };
    const rows = await this.database.query((prisma) =>
      prisma.ipEntry.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 }),
    );
    return rows.map(entryOf);
  }

  /** All of them. */
  async whole(list: ListOf): Promise<WhitelistEntry[]> {
    const where = columnOf(list);
    const rows = await this.database.query((prisma) => prisma.ipEntry.findMany({ where, orderBy: { id: 'desc' } }));
    return rows.map(entryOf);
  }

  /**
   * Undefined when what the list belongs to is gone.
   * @throws Conflict for an entry that is there already
   */
  async add(
    list: ListOf,
    { cidr, note }: { cidr: string; note: string },
    judge: Judge,
    by: DoneBy,
  ): Promise<WhitelistEntry | undefined> {
    try {
      return await this.write(list, by, async (tx, now) => {
        const rows = await tx.ipEntry.findMany({ where: columnOf(list), select: { cidr: true } });
        const present = rows.map((entry) => entry.cidr);
        judge(present, [...present, cidr]);
        const row = await tx.ipEntry.create({
          data: { id: uuidv7(), ...columnOf(list), cidr, note, createdAt: now },
        });
        await audit(tx, { ...eventOf('ip-whitelist.add', list, by), details: { cidr } }, now);
        return entryOf(row);
      });
    } catch (error) {
      throw isUniqueViolation(error) ? new Conflict('cidr', `${cidr} is on the list already`) : error;
    }
  }

  /** False when there is no such entry on the list. */
  async remove(list: ListOf, entryId: string, judge: Judge, by: DoneBy): Promise<boolean> {
    const removed = await this.write(list, by, async (tx, now) => {
      const rows = await tx.ipEntry.findMany({ where: columnOf(list) });
      const row = rows.find(({ id }) => id === entryId);
      if (row === undefined) return undefined;
      const networks = (entries: typeof rows) => entries.map(({ cidr }) => cidr);
      judge(networks(rows), networks(rows.filter((other) => other !== row)));
      await tx.ipEntry.delete({ where: { id: entryId } });
      await audit(tx, removalOf(row, list, by), now);
      return row;
    });
    return removed !== undefined;
  }

  /** Empties a list; false when it had no entries. */
  async removeAll(list: ListOf, by: DoneBy): Promise<boolean> {
    const removed = await this.write(list, by, async (tx, now) => {
      const rows = await tx.ipEntry.findMany({ where: columnOf(list) });
      if (rows.length === 0) return undefined;
      await tx.ipEntry.deleteMany({ where: columnOf(list) });
      for (const row of rows) await audit(tx, removalOf(row, list, by), now);
      return rows;
    });
    return removed !== undefined;
  }

  /** One change of a list, with what it belongs to locked. Undefined where that is gone, and where `work` changes nothing. */
  private write<T>(
    list: ListOf,
    by: DoneBy,
    work: (tx: Transaction, now: Date) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const now = this.clock.now();
    return recordedWrite(
      this.database,
      this.feed,
      by,
      async (tx, changes) => {
        const subject = await lock(tx, list);
        if (subject === undefined) return undefined;
        const done = await work(tx, now);
        if (done !== undefined) changes.push({ kind: list.kind, subject });
        return done;
      },
      alsoLocked(list),
    );
  }
}

/** An account is its own; nothing made it for its owner. */
function originOf(
  row:
    | { id: string }
    | { ownerId: string | null; madeBy: string | null }
    | { userId: string; madeBy: string | null }
    | null,
): OriginOfListed | undefined {
  if (row === null) return undefined;
  if ('id' in row) return { ownerId: row.id, madeBy: null };
  return { ownerId: 'userId' in row ? row.userId : row.ownerId, madeBy: row.madeBy };
}

/** An account whose list changes is locked with the caller's. */
function alsoLocked({ kind, id }: ListOf): AlsoLocked {
  return kind === 'user' ? { userId: id } : {};
}

async function lock(tx: Transaction, { kind, id }: ListOf): Promise<string | undefined> {
  const [row] = await tx.$queryRawUnsafe<{ subject: string }[]>(LOCKS[kind], id);
  return row?.subject;
}

function columnOf({ kind, id }: ListOf) {
  switch (kind) {
    case 'user':
      return { userId: id };
    case 'application':
      return { applicationId: id };
    case 'api-key':
      return { apiKeyId: id };
  }
}

/** PostgreSQL leaves out the /32 and /128 of single addresses. */
function entryOf({ id, cidr, note, createdAt }: WhitelistEntry): WhitelistEntry {
  return { id, cidr: Network.parse(cidr).toString(), note, createdAt };
}

function eventOf(action: AuditAction, list: ListOf, by: DoneBy) {
  return { ...by, action, outcome: 'success' as const, target: { type: list.kind, id: list.id } };
}

function removalOf(row: WhitelistEntry, list: ListOf, by: DoneBy) {
  return { ...eventOf('ip-whitelist.remove', list, by), details: { cidr: entryOf(row).cidr } };
}
