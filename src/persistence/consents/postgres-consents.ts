import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { SignedIn } from '../../oauth/authorize/next-step.js';
import { Consents } from '../../oauth/stores/consents.js';
import type { Origin } from '../../protocol/origin.js';
import { standingOn } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { Database } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { GatheredStatement } from '../database/gathered-statement.js';

const SCOPES_OF = {
  name: 'consent_scopes',
  columns: { user_id: 'uuid', application_id: 'uuid' },
  text: ' SELECT r.caller::int, c.scopes FROM r JOIN consents c USING (user_id, application_id)',
} as const;

@Injectable()
export class PostgresConsents extends Consents {
  private readonly finding: GatheredStatement<keyof typeof SCOPES_OF.columns, { scopes: string[] }>;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
    this.finding = new GatheredStatement(database, SCOPES_OF);
  }

  async scopesOf(userId: string, applicationId: string): Promise<readonly string[]> {
    const row = await this.finding.run({ user_id: userId, application_id: applicationId });
    return row?.scopes ?? [];
  }

  async allow(
    by: SignedIn,
    application: { id: string; clientId: string },
    scopes: readonly string[],
    origin: Origin,
  ): Promise<void> {
    const now = this.clock.now();
    const userId = by.account.id;
    const event = {
      action: 'consent.allow',
      outcome: 'success' as const,
      actor: { type: 'user' as const, id: userId },
      clientId: application.clientId,
      target: { type: 'application', id: application.id },
      address: origin.address,
      requestId: origin.requestId,
      reason: scopes.join(' '),
    };
    await recordedWrite(this.database, this.feed, { standing: standingOn(by) }, async (tx) => {
      await tx.$executeRaw`
        INSERT INTO consents AS c (user_id, application_id, scopes, created_at, updated_at)
        VALUES (${userId}::uuid, ${application.id}::uuid, ${[...scopes]}, ${now}, ${now})
        ON CONFLICT (user_id, application_id) DO UPDATE
          SET scopes = ARRAY(SELECT DISTINCT unnest(c.scopes || excluded.scopes)), updated_at = excluded.updated_at`;
      await audit(tx, event, now);
    });
  }
}
