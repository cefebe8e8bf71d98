import { Injectable } from '@nestjs/common';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { newSecretText, sha256 } from '../../secrets/secrets.js';
import type { SessionRecord } from './session.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import { Database, type Transaction } from '../../persistence/database/database.js';
import { endTrust } from '../../persistence/accounts/trust-rows.js';
import { endSessions } from '../../persistence/sessions/session-aftermath.js';

/** The live sessions of a person, to look at and to end. Every ending is durable and audited when it returns. */
@Injectable()
export class SessionsRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /** Newest first; one more than the page holds if there are more. */
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

  /** Whose a session is; undefined when there is none such. */
  async findOwner(id: string): Promise<string | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.session.findUnique({ where: { id }, select: { userId: true } }),
    );
    return row?.userId;
  }

  /** Ends a session; false when there is none such, or it has ended. */
  async end(id: string, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    const { database, feed } = this;
    const { ended } = await endSessions({ database, feed, by, now, only: id }, async (tx) => {
      const { count } = await tx.session.updateMany({
        where: { id, revokedAt: null, expiresAt: { gt: now } },
        data: { revokedAt: now },
      });
      if (count === 0) return { ended: [] };
      await audit(tx, { ...by, action: 'session.end', outcome: 'success', target: { type: 'session', id } }, now);
      return { ended: [id] };
    });
    return ended.length > 0;
  }

  /**
   * Ends all sessions of a user but the one to keep, and the trust in every browser. The kept session goes on under a new
   * secret: a copy of its cookie ends, too.
   * @returns that secret; undefined: none of the user's was kept
   */
  async endAll(userId: string, keep: string | undefined, by: DoneBy): Promise<string | undefined> {
    const now = this.clock.now();
    const { database, feed } = this;
    const { secret } = await endSessions({ database, feed, by, now }, async (tx) => {
      const rows = await tx.session.updateManyAndReturn({
        where: {
          userId,
          ...(keep === undefined ? {} : { id: { not: keep } }),
          revokedAt: null,
          expiresAt: { gt: now },
        },
        data: { revokedAt: now },
        select: { id: true },
      });
      const secret = keep === undefined ? undefined : await this.renewed(tx, userId, keep);
      const trusted = await endTrust(tx, { userId }, now);
      const ended = rows.map(({ id }) => id);
      if (ended.length + trusted === 0 && secret === undefined) return { ended, secret };
      const details = { ended: ended.length, ...(trusted > 0 && { trusted_browsers: trusted }) };
      const target = { type: 'user', id: userId };
      await audit(tx, { ...by, action: 'session.end-all', outcome: 'success', target, details }, now);
      return { ended, secret };
    });
    return secret;
  }

  private async renewed(tx: Transaction, userId: string, id: string): Promise<string | undefined> {
    const secret = newSecretText();
    const { count } = await tx.session.updateMany({
      where: { id, userId, revokedAt: null },
      data: { secretHash: Uint8Array.from(sha256(secret)) },
    });
    return count === 0 ? undefined : secret;
  }
}
