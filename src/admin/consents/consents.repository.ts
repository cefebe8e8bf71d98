import { Injectable } from '@nestjs/common';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import type { ConsentFilter, ConsentPosition, ConsentRecord } from './consent.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { Database } from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import { ConsentEndings } from '../../persistence/consents/consent-endings.js';
import { allowedBy, IN_FORCE } from '../../persistence/consents/consents-in-force.js';
import { TOLD_SUBJECT } from '../../persistence/sign-ins/told-subject.js';
import { takeBackFromDevices } from '../../persistence/sign-ins/device-allowances.js';

const LISTED = `SELECT c.scopes, c.for_resources AS "forResources", c.created_at AS "createdAt", c.updated_at AS "updatedAt",
    json_build_object('id', u.id, 'name', u.name) AS "user",
    c.told_subject OR EXISTS (SELECT FROM sign_ins s
                               WHERE s.user_id = u.id AND s.application_id = a.id AND ${TOLD_SUBJECT}) AS told,
    json_build_object('id', a.id, 'clientId', a.client_id, 'name', a.name, 'redirectUris', a.redirect_uris,
                      'metadata', a.metadata) AS application
  FROM ${IN_FORCE} JOIN applications a ON a.id = c.application_id`;

type ListedRow = Omit<ConsentRecord, 'resources'> & { forResources: string[] };

/** What people have allowed, to look at and to take back. */
@Injectable()
export class ConsentsRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly endings: ConsentEndings,
    private readonly clock: Clock,
  ) {}

  /** By application, then person, latest first; one more than the page holds if there are more. */
  async list(
    { userId, applicationId }: ConsentFilter,
    limit: number,
    after: ConsentPosition | undefined,
  ): Promise<ConsentRecord[]> {
    const values: unknown[] = [limit + 1];
    const conditions = ['true'];
    const given = (id: string) => `$${String(values.push(id))}::text::uuid`;
    if (userId !== undefined) conditions.push(`c.user_id = ${given(userId)}`);
    if (applicationId !== undefined) conditions.push(`c.application_id = ${given(applicationId)}`);
    if (after !== undefined) {
      conditions.push(`(c.application_id, c.user_id) < (${given(after.applicationId)}, ${given(after.userId)})`);
    }
    const text = `${LISTED} WHERE ${conditions.join(' AND ')} ORDER BY c.application_id DESC, c.user_id DESC LIMIT $1`;
    const rows = await this.database.query((prisma) => prisma.$queryRawUnsafe<ListedRow[]>(text, ...values));
    return rows.map(({ user, application, createdAt, updatedAt, told, ...columns }) => {
      return { user, application, createdAt, updatedAt, told, ...allowedBy(columns) };
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
    const followed = await this.endings.follow({ userId, clientIds: [application.clientId] }, common, 'consent.revoke');
    return forgotten || followed;
  }
}
