import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { Application } from '../../oauth/stores/applications.js';
import { DocumentClients } from '../../oauth/stores/document-clients.js';
import type { Origin } from '../../protocol/origin.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { columnsOf, KEEP } from './registered-client-rows.js';

@Injectable()
export class PostgresDocumentClients extends DocumentClients {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
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
      },
      now,
    );
    await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx, changes) => {
      const [written] = await tx.$queryRawUnsafe<{ id: string }[]>(KEEP, columns);
      if (written === undefined) return;
      if (application.outgrewGifts === true) {
        const data = { firstParty: false, brandId: null, brandGiven: false, exchangeTargets: [] };
        await tx.application.update({ where: { id: written.id }, data });
      }
      changes.push({ kind: 'application', subject: clientId });
      const actor = { type: 'application' as const, id: clientId };
      const target = { type: 'application', id: written.id };
      const event = { action: 'application.describe' as const, outcome: 'success' as const, actor, clientId, target };
      await audit(tx, { ...event, address, requestId }, now);
    });
  }
}
