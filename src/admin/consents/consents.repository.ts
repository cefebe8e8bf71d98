import { Injectable } from '@nestjs/common';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import type { ConsentFilter, ConsentPosition, ConsentRecord } from './consent.js';
import type { ClientMetadata } from '../../protocol/client-metadata.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { Database } from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import { endMadeBy } from '../../persistence/consents/made-by.js';
import { takeBackFromDevices } from '../../persistence/sign-ins/device-allowances.js';
import { SignInEndings } from '../../persistence/sign-ins/sign-in-endings.js';
import { readEntries } from '../../persistence/consents/resource-entries.js';

/** What people have allowed, to look at and to take back. */
@Injectable()
export class ConsentsRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly endings: SignInEndings,
    private readonly clock: Clock,
  ) {}

  /** By application, then person, latest first; one more than the page holds if there are more. */
  async list(
    { userId, applicationId }: ConsentFilter,
    limit: number,
    after: ConsentPosition | undefined,
  ): Promise<ConsentRecord[]> {
    const rows = await this.database.query((prisma) =>
      prisma.consent.findMany({
        where: {
          userId,
          applicationId,
          ...(after && {
            OR: [
              { applicationId: { lt: after.applicationId } },
              { applicationId: after.applicationId, userId: { lt: after.userId } },
            ],
          }),
        },
        select: {
          scopes: true,
          forResources: true,
          createdAt: true,
          updatedAt: true,
          user: { select: { id: true, name: true } },
          application: { select: { id: true, clientId: true, name: true, redirectUris: true, metadata: true } },
        },
        orderBy: [{ applicationId: 'desc' }, { userId: 'desc' }],
        take: limit + 1,
      }),
    );
    return rows.map(({ application, scopes, forResources, ...consent }) => {
      const resources = [...readEntries(forResources)].map(([resource, there]) => ({ resource, scopes: [...there] }));
      return {
        ...consent,
        application: { ...application, metadata: application.metadata as ClientMetadata },
        scopes: [...new Set([...scopes, ...resources.flatMap((at) => at.scopes)])],
        resources,
      };
    });
  }

  /**
   * Forgets a consent, audited, and then ends the person's sign-ins to the application, and what it made for the person,
   * told to every node.
   * @returns false when there was none of it
   */
  async revoke(userId: string, application: { id: string; clientId: string }, by: DoneBy): Promise<boolean> {
    const common = {
      ...by,
      outcome: 'success',
      target: { type: 'application', id: application.id },
      details: { user: userId },
    } as const;
    const forgotten = await recordedWrite(this.database, this.feed, by, async (tx) => {
      const consents = await tx.consent.deleteMany({ where: { userId, applicationId: application.id } });
      const now = this.clock.now();
      const devices = await takeBackFromDevices(tx, { userId, clientId: application.clientId }, now);
      const isAny = consents.count + devices > 0;
      if (isAny) await audit(tx, { ...common, action: 'consent.revoke' }, now);
      return isAny;
    });
    // only now: a sign-in begun in between would stand on the consent that is gone
    const ended = await this.endings.end(
      { userId, clientId: application.clientId },
      { ...common, ...UNCONDITIONAL, action: 'sign-in.revoke-all' },
    );
    const made = await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx, changes) => {
      const now = this.clock.now();
      const left = await endMadeBy(tx, changes, { userId, clientIds: [application.clientId] }, now);
      const details = { user: userId, ...left };
      if (left !== undefined) await audit(tx, { ...common, action: 'consent.revoke', details }, now);
      return left;
    });
    return forgotten || ended > 0 || made !== undefined;
  }
}
