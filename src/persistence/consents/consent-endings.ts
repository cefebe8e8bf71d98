import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { AuditEvent, DoneBy } from '../../protocol/audit-event.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { Database } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { SignInEndings } from '../sign-ins/sign-in-endings.js';
import { ENDING } from './consents-in-force.js';
import { endMadeBy } from './end-made-by.js';

/** A person's consents to applications, which are gone, or marked as ending. */
export interface EndedConsents {
  userId: string;
  clientIds: readonly string[];
}

@Injectable()
export class ConsentEndings {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly endings: SignInEndings,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends the person's sign-ins to the applications, and what those made for the person, told to every node, and forgets
   * the consents that were kept until then. After the transaction that ended the consents: a sign-in begun before would
   * stand on one that is gone.
   * @param action the audited one for what they made
   * @returns whether there was anything
   */
  async follow(
    { userId, clientIds }: EndedConsents,
    by: DoneBy & Pick<AuditEvent, 'target' | 'details'>,
    action: AuditAction,
  ): Promise<boolean> {
    const common = { ...by, outcome: 'success' } as const;
    const ended = await this.endings.end(
      { userId, clientIds },
      { ...common, ...UNCONDITIONAL, action: 'sign-in.revoke-all' },
    );
    const made = await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx, changes) => {
      const now = this.clock.now();
      const left = await endMadeBy(tx, changes, { userIds: [userId], clientIds }, now);
      const details = { ...by.details, ...left };
      if (left !== undefined) await audit(tx, { ...common, action, details }, now);
      const application = { clientId: { in: [...clientIds] } };
      await tx.consent.deleteMany({ where: { userId, keysEpoch: ENDING, application } });
      return left;
    });
    return ended > 0 || made !== undefined;
  }
}
