import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { Application } from '../../oauth/stores/applications.js';
import { DocumentClients } from '../../oauth/stores/document-clients.js';
import type { Origin } from '../../protocol/origin.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database, type HotStatement } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { LAST_EPOCH, Revocations } from '../../oauth/tokens/revocations.js';
import { endUnconsented } from './end-unconsented.js';
import { endForOtherSubjects } from './other-subjects.js';
import { columnsOf, KEEP, type KeptRow } from './registered-client-rows.js';

/** The rule of `Revocations.firstEpochOf`, asked of the table itself. */
const FIRST_EPOCH = `(SELECT coalesce(max(epoch), 0) FROM change_feed
   WHERE kind = 'application' AND subject = $1 AND epoch < ${String(LAST_EPOCH)} AND until > now())`;

const ASK: HotStatement = { name: 'document_client_first_epoch', text: `SELECT ${FIRST_EPOCH} AS epoch` };

/** A statement of its own: only one that begins after the row was written sees a deletion that it waited for. */
const BEGIN_ABOVE = `UPDATE applications SET epoch = ${FIRST_EPOCH} WHERE client_id = $1`;

/**
 * Of two that keep one without a row the second sees what the first wrote. `ON CONFLICT` arbitrates the `client_id` alone, and
 * the id, which is made of it, would be taken, too.
 */
const LOCK_CLIENT_ID = 'SELECT pg_advisory_xact_lock(hashtextextended($1::text, 1))::text';

/** Nothing that the application says of itself changes, nor its version. */
const WAS_READ = `UPDATE applications SET document_read_at = $2
   WHERE client_id = $1 AND registered = 'document' AND document_read_at IS DISTINCT FROM greatest(document_read_at, $2)`;

@Injectable()
export class PostgresDocumentClients extends DocumentClients {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
    private readonly revocations: Revocations,
  ) {
    super();
  }

  firstEpochOf(clientId: string): number | Promise<number> {
    if (this.feed.isFresh()) return this.revocations.firstEpochOf(clientId, this.clock.now());
    return this.database.run<{ epoch: number }>(ASK, [clientId]).then(([row]) => row?.epoch ?? 0);
  }

  async wasRead(clientId: string, at: Date): Promise<void> {
    await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx, changes) => {
      if ((await tx.$executeRawUnsafe(WAS_READ, clientId, at)) > 0)
        changes.push({ kind: 'application', subject: clientId });
    });
  }

  async keep(application: Application, { address, requestId }: Origin): Promise<void> {
    const now = this.clock.now();
    const { clientId } = application;
    const columns = columnsOf(
      {
        ...application,
        grantTypes: [...application.grantTypes],
        scopes: [...application.scopes],
        redirectUris: [...application.redirectUris],
        postLogoutRedirectUris: [...application.postLogoutRedirectUris],
        tokenEndpointAuthMethod: application.tokenEndpointAuthMethod === 'none' ? 'none' : 'private_key_jwt',
        registered: 'document',
        tokenHash: null,
        documentReadAt: application.documentReadAt,
      },
      now,
    );
    await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx, changes) => {
      await tx.$queryRawUnsafe(LOCK_CLIENT_ID, clientId);
      const [written] = await tx.$queryRawUnsafe<KeptRow[]>(KEEP, columns);
      if (written === undefined) return;
      const { id, before } = written;
      if (before === null) await tx.$executeRawUnsafe(BEGIN_ABOVE, clientId);
      const ended =
        before === null
          ? undefined
          : await endForOtherSubjects(tx, changes, { ...before, id, clientId }, application, now);
      let unconsented: object | undefined;
      if (application.outgrewGifts === true) {
        const given = await tx.application.findUnique({ where: { id, firstParty: true } });
        if (given !== null) unconsented = await endUnconsented(tx, changes, given, now);
        const data = { firstParty: false, brandId: null, brandGiven: false, exchangeTargets: [] };
        await tx.application.update({ where: { id }, data });
      }
      changes.push({ kind: 'application', subject: clientId });
      const actor = { type: 'application' as const, id: clientId };
      const target = { type: 'application', id };
      const event = { action: 'application.describe' as const, outcome: 'success' as const, actor, clientId, target };
      const details = { ...unconsented, ...ended };
      await audit(tx, { ...event, address, requestId, ...((ended ?? unconsented) && { details }) }, now);
    });
  }
}
