import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { countOf } from '../../persistence/consents/count-made-by.js';
import { endMadeBy } from '../../persistence/consents/end-made-by.js';
import { Database } from '../../persistence/database/database.js';
import { endOfApplication, recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import type { CountedMade } from '../../protocol/counted-made.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { NotFound } from '../../protocol/refusal.js';

/** Ends what an application holds; it goes on. */
@Injectable()
export class ApplicationEnding {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends its sign-ins and tokens, and what it made with them for people, its owner included: API keys are revoked,
   * applications disabled. Who stole its secret may have had those made. Of one that registered itself the registration
   * access token ends, too: it would give its thief a new secret.
   */
  async endEverything(id: string, by: DoneBy): Promise<CountedMade> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const [row] = await tx.application.updateManyAndReturn({
        where: { id },
        data: { epoch: { increment: 1 }, registrationTokenHash: null },
        select: { clientId: true, epoch: true },
      });
      if (row === undefined) throw new NotFound('Application');
      const { clientId, epoch } = row;
      changes.push(endOfApplication(clientId, now, epoch));
      const made = await endMadeBy(tx, changes, { clientIds: [clientId] }, now);
      const reason = 'every sign-in and token of the application was ended';
      const event = { action: 'application.end-everything', outcome: 'success', reason } as const;
      await audit(
        tx,
        { ...by, ...event, target: { type: 'application', id }, ...(made && { details: { made } }) },
        now,
      );
      return countOf(made);
    });
  }
}
