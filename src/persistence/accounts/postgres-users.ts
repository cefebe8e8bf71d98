import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AuditEvent, DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { Conflict } from '../../protocol/refusal.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import {
  type NewPassword,
  type NewUser,
  type UserChange,
  type UserFilter,
  type UserJudge,
  type UserRecord,
  UserStore,
} from '../../admin/users/user-store.js';
import { audit } from '../audit/audit-rows.js';
import { type Change, ChangeFeed } from '../feed/change-feed.js';
import { Database, type Transaction, uniqueViolation } from '../database/database.js';
import type { Prisma } from '../generated/client.js';
import type { AlsoLocked } from '../database/hold-standing.js';
import { endOfApplication, endOfUser, recordedWrite } from '../database/recorded-write.js';
import { replaceTarget } from '../catalogue/exchange-targets.js';
import { followUserEnd } from '../sessions/session-aftermath.js';
import { endKeys } from './end-keys.js';
import { actionsOf, changedFields, difference, endsEverything, recordOf, RECORD } from './user-rows.js';

/** Any number will do, as long as nothing else uses it. */
const FIRST_USER_LOCK = 4_802_002;

@Injectable()
export class PostgresUsers extends UserStore {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
  }

  async isEmpty(): Promise<boolean> {
    return (await this.database.query((prisma) => prisma.user.findFirst({ select: { id: true } }))) === null;
  }

  async createFirst(user: NewUser, event: AuditEvent): Promise<string | undefined> {
    return recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx) => {
      await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(${String(FIRST_USER_LOCK)})`);
      if ((await tx.user.findFirst({ select: { id: true } })) !== null) return undefined;
      const { id } = await tx.user.create({ data: { id: uuidv7(), ...user }, select: { id: true } });
      await audit(tx, { ...event, target: { type: 'user', id } }, this.clock.now());
      return id;
    });
  }

  async create(user: NewUser, by: DoneBy): Promise<UserRecord> {
    const now = this.clock.now();
    return this.write(by, {}, async (tx) => {
      const row = await tx.user.create({
        data: { id: uuidv7(), ...user, createdAt: now, updatedAt: now },
        select: RECORD,
      });
      await audit(
        tx,
        { ...by, action: 'user.create', outcome: 'success', target: userOf(row.id), details: { role: row.role } },
        now,
      );
      return recordOf(row);
    });
  }

  async list({ text, role, disabled }: UserFilter, { limit, after }: PageRequest): Promise<UserRecord[]> {
    const containing = text === undefined ? undefined : { contains: escapeLike(text), mode: 'insensitive' as const };
    const where: Prisma.UserWhereInput = {
      ...(after === undefined ? {} : { id: { lt: after } }),
      ...(role === undefined ? {} : { role }),
      ...(disabled === undefined ? {} : { disabledAt: disabled ? { not: null } : null }),
      ...(containing && { OR: [{ email: containing }, { username: containing }, { name: containing }] }),
    };
    const rows = await this.database.query((prisma) =>
      prisma.user.findMany({ where, select: RECORD, orderBy: { id: 'desc' }, take: limit + 1 }),
    );
    return rows.map(recordOf);
  }

  async find(id: string): Promise<UserRecord | undefined> {
    const row = await this.database.query((prisma) => prisma.user.findUnique({ where: { id }, select: RECORD }));
    return row === null ? undefined : recordOf(row);
  }

  async change(id: string, change: UserChange, by: DoneBy, judge?: UserJudge): Promise<UserRecord | undefined> {
    const now = this.clock.now();
    const admins = change.role === 'member' || change.disabled === true;
    return this.write(by, { userId: id, admins }, async (tx, changes) => {
      if (admins) await refuseLastAdmin(tx, id);
      const before = await tx.user.findUnique({ where: { id }, select: RECORD });
      if (before === null) return undefined;
      judge?.(recordOf(before));
      const made = difference(before, change);
      const fields = changedFields(made);
      if (fields.length === 0) return recordOf(before);

      const ending = endsEverything(made);
      const { disabled, ...columns } = made;
      const row = await tx.user.update({
        where: { id },
        data: {
          ...columns,
          updatedAt: now,
          ...(made.email === undefined ? {} : { emailVerified: change.emailVerified ?? false }),
          ...(disabled === undefined ? {} : { disabledAt: disabled ? now : null }),
          ...(ending ? { epoch: { increment: 1 }, keysEpoch: { increment: 1 } } : {}),
        },
        select: { ...RECORD, epoch: true },
      });
      if (ending) {
        changes.push(endOfUser(id, now, row.epoch), ...(await endKeys(tx, id, now)));
        await followUserEnd(tx, id, row.epoch - 1, now);
      } else changes.push({ kind: 'user', subject: id });
      for (const action of actionsOf(made)) {
        await audit(tx, { ...by, action, outcome: 'success', target: userOf(id), details: { fields } }, now);
      }
      return recordOf(row);
    });
  }

  async replacePassword({ userId, epoch, passwordHash, keep }: NewPassword, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return this.write(by, { userId }, async (tx, changes) => {
      const { count } = await tx.user.updateMany({
        where: { id: userId, epoch, disabledAt: null },
        data: { passwordHash, epoch: { increment: 1 }, updatedAt: now },
      });
      if (count === 0) return false;
      const kept = { userId, userEpoch: epoch, revokedAt: null };
      const lifted = { userEpoch: epoch + 1 };
      if (keep.signInId !== null) await tx.signIn.updateMany({ where: { id: keep.signInId, ...kept }, data: lifted });
      if (keep.sessionId !== null)
        await tx.session.updateMany({ where: { id: keep.sessionId, ...kept }, data: lifted });
      await followUserEnd(tx, userId, epoch, now);
      changes.push({ ...endOfUser(userId, now, epoch + 1), exceptSignIn: keep.signInId ?? undefined });
      await audit(tx, { ...by, action: 'user.password-change', outcome: 'success', target: userOf(userId) }, now);
      return true;
    });
  }

  async delete(id: string, by: DoneBy, judge: UserJudge): Promise<boolean> {
    const now = this.clock.now();
    return this.write(by, { userId: id, admins: true }, async (tx, changes) => {
      await refuseLastAdmin(tx, id);
      const found = await tx.user.findUnique({ where: { id }, select: { ...RECORD, epoch: true } });
      if (found === null) return false;
      judge(recordOf(found));
      const owned = await tx.application.findMany({ where: { ownerId: id }, select: { clientId: true } });
      const resources = await tx.resource.findMany({ where: { ownerId: id }, select: { identifier: true } });
      changes.push(
        endOfUser(id, now),
        ...resources.map(({ identifier }): Change => ({ kind: 'resource', subject: identifier })),
        ...owned.map(({ clientId }) => endOfApplication(clientId, now)),
        ...(await endKeys(tx, id, now)),
      );
      for (const { identifier } of resources) await replaceTarget(tx, changes, identifier, []);
      await followUserEnd(tx, id, found.epoch, now);
      await tx.user.delete({ where: { id } });
      const details = { applications: owned.map(({ clientId }) => clientId) };
      await audit(tx, { ...by, action: 'user.delete', outcome: 'success', target: userOf(id), details }, now);
      return true;
    });
  }

  private async write<T>(
    by: DoneBy,
    also: AlsoLocked,
    work: (tx: Transaction, changes: Change[]) => Promise<T>,
  ): Promise<T> {
    try {
      return await recordedWrite(this.database, this.feed, by, work, also);
    } catch (error) {
      throw asConflict(error);
    }
  }
}

/** All admins are locked: every other change that could take one away waits. */
async function refuseLastAdmin(tx: Transaction, id: string): Promise<void> {
  const admins = await tx.user.findMany({ where: { role: 'admin', disabledAt: null }, select: { id: true }, take: 2 });
  if (admins.length === 1 && admins[0]?.id === id) {
    throw new Conflict('id', 'is the last admin who can sign in; make another one first');
  }
}

function userOf(id: string) {
  return { type: 'user', id };
}

function asConflict(error: unknown): unknown {
  const violated = uniqueViolation(error);
  if (violated === undefined) return error;
  return violated.includes('username')
    ? new Conflict('username', "is another user's; choose another")
    : new Conflict('email', "is another user's; choose another");
}

/** `%` and `_` as themselves. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
