import type { DoneBy } from '../../protocol/audit-event.js';
import type { Clock } from '../../clock/clock.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import type { UserJudge } from './user.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import type { Change, ChangeFeed } from '../../persistence/feed/change-feed.js';
import type { Database, Transaction } from '../../persistence/database/database.js';
import { endOfApplication, endOfUser, recordedWrite } from '../../persistence/database/recorded-write.js';
import { replaceTarget } from '../../persistence/catalogue/exchange-targets.js';
import { followUserEnd } from '../../persistence/sessions/session-aftermath.js';
import { endMadeBy } from '../../persistence/consents/end-made-by.js';
import { endKeys } from '../../persistence/accounts/end-keys.js';
import { refuseLastAdmin } from '../../persistence/accounts/last-admin.js';
import { RECORD, recordOf } from '../../persistence/accounts/user-rows.js';
import { isSoonDeleted, removeDependentRows } from '../../persistence/upkeep/dependent-rows.js';

/** The applications of an account. */
interface Owned {
  ids: string[];
  clientIds: string[];
}

/** Deletes an account: at once where one transaction can; otherwise it ends first (docs/adr/0059). */
export class UserDeletion {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /** False when there is none. */
  async run(id: string, by: DoneBy, judge: UserJudge): Promise<boolean> {
    const first = await this.deleteOrEnd(id, by, judge);
    for (let last = first; typeof last === 'object';) {
      await removeDependentRows(this.database, { userId: id, applicationIds: last.ids });
      // what made the call may have ended with it
      last = await this.deleteOrEnd(id, { ...by, ...UNCONDITIONAL });
    }
    return first !== 'absent';
  }

  /** What it owns: it has ended, and its rows are too many for one transaction. */
  private deleteOrEnd(id: string, by: DoneBy, judge?: UserJudge): Promise<'deleted' | 'absent' | Owned> {
    const now = this.clock.now();
    return recordedWrite(
      this.database,
      this.feed,
      by,
      async (tx, changes) => {
        await refuseLastAdmin(tx, id);
        const found = await tx.user.findUnique({ where: { id }, select: { ...RECORD, epoch: true } });
        if (found === null) return 'absent';
        judge?.(recordOf(found));
        const applications = await tx.application.findMany({
          where: { ownerId: id },
          select: { id: true, clientId: true },
        });
        const owned = {
          ids: applications.map((each) => each.id),
          clientIds: applications.map((each) => each.clientId),
        };
        if (!(await isSoonDeleted(tx, { userId: id, applicationIds: owned.ids }))) {
          await this.end(tx, changes, { id, isDisabled: found.disabledAt !== null }, by, now);
          return owned;
        }
        await this.deleteAll(tx, changes, { id, epoch: found.epoch, owned: owned.clientIds }, by, now);
        return 'deleted';
      },
      { userId: id, admins: true },
    );
  }

  private async deleteAll(
    tx: Transaction,
    changes: Change[],
    { id, epoch, owned }: { id: string; epoch: number; owned: string[] },
    by: DoneBy,
    now: Date,
  ): Promise<void> {
    const resources = await tx.resource.findMany({ where: { ownerId: id }, select: { identifier: true } });
    changes.push(endOfUser(id, now));
    for (const clientId of owned) changes.push(endOfApplication(clientId, now));
    await endKeys(tx, changes, id, now);
    for (const { identifier } of resources) {
      changes.push({ kind: 'resource', subject: identifier });
      await replaceTarget(tx, changes, identifier, null);
    }
    await followUserEnd(tx, id, epoch, now);
    await tx.user.delete({ where: { id } });
    const made = await endMadeBy(tx, changes, { clientIds: owned }, now);
    const details = { applications: owned, ...(made && { made }) };
    await audit(tx, { ...by, action: 'user.delete', outcome: 'success', target: userOf(id), details }, now);
  }

  /** Its applications, too: only an administrator enables any of them again, should the deletion be cut off. */
  private async end(
    tx: Transaction,
    changes: Change[],
    { id, isDisabled }: { id: string; isDisabled: boolean },
    by: DoneBy,
    now: Date,
  ): Promise<void> {
    const applications = await tx.application.updateManyAndReturn({
      where: { ownerId: id, NOT: { disabledAt: { not: null }, disabledByAdmin: true } },
      data: { disabledAt: now, disabledByAdmin: true, epoch: { increment: 1 }, updatedAt: now },
      select: { clientId: true, epoch: true },
    });
    if (isDisabled && applications.length === 0) return;
    if (!isDisabled) {
      const { epoch } = await tx.user.update({
        where: { id },
        data: { disabledAt: now, epoch: { increment: 1 }, keysEpoch: { increment: 1 }, updatedAt: now },
        select: { epoch: true },
      });
      changes.push(endOfUser(id, now, epoch));
      await endKeys(tx, changes, id, now);
      await followUserEnd(tx, id, epoch - 1, now);
    }
    const clientIds = applications.map(({ clientId }) => clientId);
    for (const { clientId, epoch } of applications) changes.push(endOfApplication(clientId, now, epoch));
    const made = await endMadeBy(tx, changes, { clientIds }, now);
    const details = { fields: ['disabled'], applications: clientIds, ...(made && { made }) };
    const reason = 'its deletion has begun';
    await audit(tx, { ...by, action: 'user.disable', outcome: 'success', target: userOf(id), reason, details }, now);
  }
}

function userOf(id: string) {
  return { type: 'user', id };
}
