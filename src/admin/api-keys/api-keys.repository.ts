import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { ApiKeyRecord, NewApiKey } from './api-key.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import type { Made } from '../../access/made-by.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { Network } from '../../network/network.js';
import { InvalidToken } from '../../protocol/refusal.js';
import { withMaker, withMakers } from '../../persistence/applications/with-makers.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { type Change, ChangeFeed } from '../../persistence/feed/change-feed.js';
import { Database, type Transaction } from '../../persistence/database/database.js';
import type { Prisma } from '../../persistence/generated/client.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';

/** Serializes the creation of one user's keys; sign-ins, which share-lock the row, do not wait. */
const LOCK_OWNER = 'SELECT keys_epoch FROM users WHERE id = $1::text::uuid FOR NO KEY UPDATE';

const IN_ORDER = { orderBy: { id: 'asc' } } satisfies Prisma.ApiKey$ipEntriesArgs;
const WITH_ENTRIES = { ipEntries: IN_ORDER } satisfies Prisma.ApiKeyInclude;

type Row = Prisma.ApiKeyGetPayload<{ include: typeof WITH_ENTRIES }>;

/** The API keys. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
@Injectable()
export class ApiKeysRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /** Keeps a new key; undefined when its owner has `max` live ones already, however many are made at once. */
  async create(key: NewApiKey, max: number, by: DoneBy): Promise<ApiKeyRecord | undefined> {
    const now = this.clock.now();
    const { id, userId, name, hint, scopes, expiresAt, hash, madeBy } = key;
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const [owner] = await tx.$queryRawUnsafe<{ keys_epoch: number }[]>(LOCK_OWNER, userId);
      if (owner === undefined) throw new InvalidToken('the owner was deleted meanwhile', { userId });
      if ((await liveKeysOf(tx, userId, now)) >= max) return undefined;
      const entries = key.ipWhitelist.map((entry) => ({ id: uuidv7(), ...entry, createdAt: now }));
      const row = await tx.apiKey.create({
        data: {
          id,
          userId,
          keysEpoch: owner.keys_epoch,
          name,
          hint,
          scopes,
          expiresAt,
          secretHash: Uint8Array.from(hash),
          createdAt: now,
          madeBy,
          ipEntries: { create: entries },
        },
        include: WITH_ENTRIES,
      });
      changes.push(changeOf(row));
      const details = { scopes, ip_whitelist: key.ipWhitelist.map(({ cidr }) => cidr) };
      await audit(tx, eventOf(by, 'api-key.create', row, details), now);
      return recordOf(await withMaker(tx, row));
    });
  }

  /** A user's keys that were not revoked, newest first; one more than the page holds if there are more. */
  async list(userId: string, { limit, after }: PageRequest): Promise<ApiKeyRecord[]> {
    const where = { userId, revokedAt: null, ...(after === undefined ? {} : { id: { lt: after } }) };
    const rows = await this.database.query(async (prisma) =>
      withMakers(
        prisma,
        await prisma.apiKey.findMany({ where, include: WITH_ENTRIES, orderBy: { id: 'desc' }, take: limit + 1 }),
      ),
    );
    return rows.map(recordOf);
  }

  /** A key that was not revoked. */
  async find(id: string): Promise<ApiKeyRecord | undefined> {
    const where = { id, revokedAt: null };
    return this.database.query(async (prisma) => {
      const row = await prisma.apiKey.findFirst({ where, include: WITH_ENTRIES });
      return row === null ? undefined : recordOf(await withMaker(prisma, row));
    });
  }

  async rename(id: string, name: string, by: DoneBy): Promise<ApiKeyRecord | undefined> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const { count } = await tx.apiKey.updateMany({
        where: { id, revokedAt: null, name: { not: name } },
        data: { name },
      });
      const row = await tx.apiKey.findFirst({ where: { id, revokedAt: null }, include: WITH_ENTRIES });
      if (row === null) return undefined;
      if (count > 0) {
        changes.push(changeOf(row));
        await audit(tx, eventOf(by, 'api-key.update', row, { fields: ['name'] }), now);
      }
      return recordOf(await withMaker(tx, row));
    });
  }

  /** False when there is no such key, or it was revoked before. */
  async revoke(id: string, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const where = { id, revokedAt: null };
      const [row] = await tx.apiKey.updateManyAndReturn({ where, data: { revokedAt: now } });
      if (row === undefined) return false;
      changes.push(changeOf(row));
      await audit(tx, eventOf(by, 'api-key.revoke', row), now);
      return true;
    });
  }
}

function liveKeysOf(tx: Transaction, userId: string, now: Date): Promise<number> {
  return tx.apiKey.count({
    where: { userId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
  });
}

/** Nodes know a key by the hash of its secret. */
function changeOf({ secretHash }: { secretHash: Uint8Array }): Change {
  return { kind: 'api-key', subject: Buffer.from(secretHash).toString('hex') };
}

function recordOf(row: Row & Made): ApiKeyRecord {
  return {
    id: row.id,
    userId: row.userId,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    // PostgreSQL leaves the length of a single address out
    ipWhitelist: row.ipEntries.map(({ cidr, note }) => ({ cidr: Network.parse(cidr).toString(), note })),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    lastUsedIp: row.lastUsedIp,
    madeBy: row.madeBy,
    maker: row.maker,
  };
}

function eventOf(
  by: DoneBy,
  action: AuditAction,
  { id, userId, hint }: { id: string; userId: string; hint: string },
  details: Record<string, unknown> = {},
) {
  const target = { type: 'api-key', id };
  return { ...by, action, outcome: 'success' as const, target, details: { user_id: userId, hint, ...details } };
}
