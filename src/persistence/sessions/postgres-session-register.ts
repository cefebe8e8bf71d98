import { Injectable } from '@nestjs/common';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { type SessionRecord, SessionRegister } from '../../admin/sessions/session-register.js';
import { audit } from '../audit/audit-rows.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { followSessionEnds } from './session-aftermath.js';

@Injectable()
export class PostgresSessionRegister extends SessionRegister {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
  }

  list(userId: string, { limit, after }: PageRequest): Promise<SessionRecord[]> {
    return this.database.query(async (prisma) => {
      const user = await prisma.user.findFirst({ where: { id: userId, disabledAt: null }, select: { epoch: true } });
      if (user === null) return [];
      return prisma.session.findMany({
        where: {
          userId,
          userEpoch: user.epoch,
          revokedAt: null,
          expiresAt: { gt: this.clock.now() },
          ...(after === undefined ? {} : { id: { lt: after } }),
        },
        omit: { secretHash: true },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
    });
  }

  async end(id: string, userId: string | undefined, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const { count } = await tx.session.updateMany({
        where: { id, ...(userId === undefined ? {} : { userId }), revokedAt: null, expiresAt: { gt: now } },
        data: { revokedAt: now },
      });
      if (count === 0) return false;
      await audit(tx, { ...by, action: 'session.end', outcome: 'success', target: { type: 'session', id } }, now);
      await followSessionEnds(tx, [id], now, changes);
      return true;
    });
  }

  async endAll(userId: string, keep: string | undefined, by: DoneBy): Promise<void> {
    const now = this.clock.now();
    await recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const ended = await tx.session.updateManyAndReturn({
        where: {
          userId,
          ...(keep === undefined ? {} : { id: { not: keep } }),
          revokedAt: null,
          expiresAt: { gt: now },
        },
        data: { revokedAt: now },
        select: { id: true },
      });
      if (ended.length === 0) return;
      const details = { ended: ended.length };
      const target = { type: 'user', id: userId };
      await audit(tx, { ...by, action: 'session.end-all', outcome: 'success', target, details }, now);
      const ids = ended.map(({ id }) => id);
      await followSessionEnds(tx, ids, now, changes);
    });
  }
}
