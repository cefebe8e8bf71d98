import { Injectable } from '@nestjs/common';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import type { NoticeKind, UpgradeNotice } from './upgrade-notice.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { Database } from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import type { UpgradeNoticeModel } from '../../persistence/generated/models.js';

const APPLICATION = { application: { select: { id: true, clientId: true, name: true } } } as const;

type Row = UpgradeNoticeModel & { application: UpgradeNotice['application'] };

@Injectable()
export class UpgradeNoticesRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /** All that were not set aside. */
  async list(): Promise<UpgradeNotice[]> {
    const rows = await this.database.query((prisma) =>
      prisma.upgradeNotice.findMany({ include: APPLICATION, orderBy: [{ kind: 'asc' }, { id: 'asc' }] }),
    );
    return rows.map(noticeOf);
  }

  /** Those that the log did not tell yet; of any number of nodes one gets each. */
  async takeUntold(): Promise<UpgradeNotice[]> {
    const toldAt = this.clock.now();
    return this.database.transaction(async (tx) => {
      const taken = await tx.upgradeNotice.updateManyAndReturn({
        where: { toldAt: null },
        data: { toldAt },
        include: APPLICATION,
      });
      return taken.map(noticeOf);
    });
  }

  /** Sets one aside. False when there is none. */
  async dismiss(id: string, by: DoneBy): Promise<boolean> {
    return recordedWrite(this.database, this.feed, by, async (tx) => {
      const [row] = await tx.upgradeNotice.findMany({ where: { id } });
      const { count } = await tx.upgradeNotice.deleteMany({ where: { id } });
      if (row === undefined || count === 0) return false;
      const target = { type: 'application', id: row.applicationId };
      const details = { kind: row.kind };
      const event = { ...by, action: 'upgrade-notice.dismiss', outcome: 'success', target, details } as const;
      await audit(tx, event, this.clock.now());
      return true;
    });
  }
}

function noticeOf({ id, kind, application, ip, at }: Row): UpgradeNotice {
  return { id, kind: kind as NoticeKind, application, address: ip, at };
}
