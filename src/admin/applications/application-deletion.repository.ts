import type { DoneBy } from '../../protocol/audit-event.js';
import type { Clock } from '../../clock/clock.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { endMadeBy } from '../../persistence/consents/end-made-by.js';
import type { Change, ChangeFeed } from '../../persistence/feed/change-feed.js';
import type { Database, Transaction } from '../../persistence/database/database.js';
import { endOfApplication, recordedWrite } from '../../persistence/database/recorded-write.js';
import type { ApplicationModel } from '../../persistence/generated/models.js';
import { isSoonDeleted, removeDependentRows } from '../../persistence/upkeep/dependent-rows.js';

/** Of the row with this id. Sign-ins, which share-lock it, do not wait. */
export const LOCK = 'SELECT id::text FROM applications WHERE id = $1::text::uuid FOR NO KEY UPDATE';

/** @throws to refuse, if the application is not to be deleted as it is */
type Judge = (tx: Transaction, row: ApplicationModel, now: Date) => Promise<void>;

/** Deletes an application: at once where one transaction can; otherwise it ends first (docs/adr/0059). */
export class ApplicationDeletion {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /** False when there is none. */
  async run(id: string, by: DoneBy, judge: Judge): Promise<boolean> {
    const first = await this.deleteOrEnd(id, by, judge);
    for (let last = first; last === 'ended';) {
      await removeDependentRows(this.database, { applicationIds: [id] });
      // what made the call may have ended with it
      last = await this.deleteOrEnd(id, { ...by, ...UNCONDITIONAL });
    }
    return first !== 'absent';
  }

  private deleteOrEnd(id: string, by: DoneBy, judge?: Judge): Promise<'deleted' | 'ended' | 'absent'> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      // locked: its epoch, and no later one, is the last that a token of it has
      await tx.$queryRawUnsafe(LOCK, id);
      const [row] = await tx.application.findMany({ where: { id, builtIn: false } });
      if (row === undefined) return 'absent';
      await judge?.(tx, row, now);
      if (!(await isSoonDeleted(tx, { applicationIds: [id] }))) {
        await this.end(tx, changes, row, by, now);
        return 'ended';
      }
      await tx.application.delete({ where: { id } });
      changes.push(endOfApplication(row.clientId, now, row.epoch + 1));
      await endMadeBy(tx, changes, { clientIds: [row.clientId] }, now);
      const details = { client_id: row.clientId, name: row.name };
      await audit(tx, { ...by, action: 'application.delete', outcome: 'success', target: targetOf(id), details }, now);
      return 'deleted';
    });
  }

  /** Only an administrator enables it again, should its deletion be cut off. */
  private async end(tx: Transaction, changes: Change[], row: ApplicationModel, by: DoneBy, now: Date): Promise<void> {
    if (row.disabledAt !== null && row.disabledByAdmin) return;
    const { epoch } = await tx.application.update({
      where: { id: row.id },
      data: { disabledAt: row.disabledAt ?? now, disabledByAdmin: true, epoch: { increment: 1 }, updatedAt: now },
      select: { epoch: true },
    });
    changes.push(endOfApplication(row.clientId, now, epoch));
    await endMadeBy(tx, changes, { clientIds: [row.clientId] }, now);
    const [action, target, details] = ['application.disable', targetOf(row.id), { fields: ['disabled'] }] as const;
    await audit(tx, { ...by, action, outcome: 'success', target, reason: 'its deletion has begun', details }, now);
  }
}

function targetOf(id: string) {
  return { type: 'application', id };
}
