import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { SignedIn } from '../../oauth/authorize/signed-in.js';
import { type Allowed, Consents, THIS_SERVER } from '../../oauth/stores/consents.js';
import { Conflict } from '../../protocol/refusal.js';
import type { Origin } from '../../protocol/origin.js';
import { standingOn } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { Database } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { GatheredStatement } from '../database/gathered-statement.js';
import { ENDING } from './consents-in-force.js';
import { entriesOf, readEntries } from './resource-entries.js';

const ALLOWED = {
  name: 'consent_allowed',
  columns: { user_id: 'uuid', application_id: 'uuid' },
  locks: null,
  text: ` SELECT r.caller::int, c.scopes, c.for_resources
            FROM r JOIN consents c USING (user_id, application_id)
                   JOIN users u ON u.id = c.user_id AND u.keys_epoch = c.keys_epoch`,
} as const;

/** Applications that one person has allowed at once. */
const MOST = 1000;
const FULL = `you have allowed ${String(MOST)} applications, the most there may be; take one back first`;

interface AllowedRow {
  scopes: string[];
  for_resources: string[];
}

@Injectable()
export class PostgresConsents extends Consents {
  private readonly finding: GatheredStatement<keyof typeof ALLOWED.columns, AllowedRow>;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
    this.finding = new GatheredStatement(database, ALLOWED);
  }

  async of(userId: string, applicationId: string): Promise<Allowed> {
    const row = await this.finding.run({ user_id: userId, application_id: applicationId });
    if (row === undefined) return new Map();
    // a row without any may be there for the APIs alone
    const here: [string, Set<string>][] = row.scopes.length === 0 ? [] : [[THIS_SERVER, new Set(row.scopes)]];
    return new Map([...here, ...readEntries(row.for_resources)]);
  }

  async allow(
    by: SignedIn,
    application: { id: string; clientId: string },
    { scopes, apis }: { scopes: readonly string[]; apis: readonly string[] },
    origin: Origin,
  ): Promise<void> {
    const here = apis.includes(THIS_SERVER) ? [...scopes] : [];
    const resources = apis.filter((api) => api !== THIS_SERVER);
    const entries = resources.flatMap((resource) => entriesOf(resource, scopes));
    const now = this.clock.now();
    const userId = by.account.id;
    const event = {
      action: 'consent.allow' as const,
      outcome: 'success' as const,
      actor: { type: 'user' as const, id: userId },
      clientId: application.clientId,
      target: { type: 'application', id: application.id },
      address: origin.address,
      requestId: origin.requestId,
      reason: scopes.join(' '),
      ...(resources.length === 0 ? {} : { details: { resources } }),
    };
    await recordedWrite(this.database, this.feed, { standing: standingOn(by) }, async (tx) => {
      // those of an earlier epoch: nothing of them is added to what is allowed now; what ended others is not done with them
      await tx.$executeRaw`
        DELETE FROM consents c USING users u
         WHERE c.user_id = ${userId}::uuid AND u.id = c.user_id AND c.keys_epoch <> u.keys_epoch
           AND (c.keys_epoch <> ${ENDING}::int OR c.application_id = ${application.id}::uuid)`;
      await tx.$executeRaw`
        INSERT INTO consents AS c (user_id, application_id, scopes, for_resources, created_at, updated_at)
        VALUES (${userId}::uuid, ${application.id}::uuid, ${here}, ${entries}, ${now}, ${now})
        ON CONFLICT (user_id, application_id) DO UPDATE
          SET scopes = ARRAY(SELECT DISTINCT unnest(c.scopes || excluded.scopes)),
              for_resources = ARRAY(SELECT DISTINCT unnest(c.for_resources || excluded.for_resources)),
              updated_at = excluded.updated_at`;
      if ((await tx.consent.count({ where: { userId }, take: MOST + 1 })) > MOST) throw new Conflict('consents', FULL);
      await audit(tx, event, now);
    });
  }
}
