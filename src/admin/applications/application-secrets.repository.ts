import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { SecretRecord } from './application-secret.js';
import type { NewSecret } from './application.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import { Database, type Transaction } from '../../persistence/database/database.js';
import { secretRow } from './applications.repository.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';

/** One at a time per application, so that counting its secrets means something. */
const LOCK = `SELECT client_id AS "clientId", type::text FROM applications WHERE id = $1::text::uuid FOR NO KEY UPDATE`;

/** All of a secret but its hash. */
const RECORD = { id: true, hint: true, createdAt: true, expiresAt: true, lastUsedAt: true, lastUsedIp: true } as const;

interface Locked {
  clientId: string;
  type: 'confidential' | 'public';
}

/** The secrets of applications. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
@Injectable()
export class ApplicationSecretsRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(applicationId: string): Promise<SecretRecord[]> {
    return this.database.query((prisma) =>
      prisma.applicationSecret.findMany({ where: { applicationId }, select: RECORD, orderBy: { id: 'desc' } }),
    );
  }

  /** Keeps one more; undefined when the application has `max` already, however many try at once. */
  async add(applicationId: string, secret: NewSecret, max: number, by: DoneBy): Promise<SecretRecord | undefined> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const application = await lock(tx, applicationId);
      if (application === undefined) return undefined;
      if ((await tx.applicationSecret.count({ where: { applicationId } })) >= max) return undefined;
      const added = await tx.applicationSecret.create({
        data: { id: uuidv7(), applicationId, ...secretRow(secret, now) },
        select: RECORD,
      });
      changes.push({ kind: 'application', subject: application.clientId });
      await audit(tx, secretEvent(by, 'application.secret-add', applicationId, added), now);
      return added;
    });
  }

  /** Retires one. The last that still works stays (`last`) unless `evenTheLast`, however many try at once. */
  async retire(
    applicationId: string,
    secretId: string,
    evenTheLast: boolean,
    by: DoneBy,
  ): Promise<'retired' | 'unknown' | 'last'> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const application = await lock(tx, applicationId);
      if (application === undefined) return 'unknown';
      const all = await tx.applicationSecret.findMany({ where: { applicationId }, select: RECORD });
      const secret = all.find(({ id }) => id === secretId);
      if (secret === undefined) return 'unknown';
      const live = all.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
      const isLast = live.length === 1 && live[0]?.id === secretId;
      if (isLast && !evenTheLast && application.type === 'confidential') return 'last';

      await tx.applicationSecret.delete({ where: { id: secretId } });
      changes.push({ kind: 'application', subject: application.clientId });
      await audit(tx, secretEvent(by, 'application.secret-retire', applicationId, secret), now);
      return 'retired';
    });
  }
}

async function lock(tx: Transaction, applicationId: string): Promise<Locked | undefined> {
  const [row] = await tx.$queryRawUnsafe<Locked[]>(LOCK, applicationId);
  return row;
}

function secretEvent(
  by: DoneBy,
  action: AuditAction,
  applicationId: string,
  { id, hint }: { id: string; hint: string },
) {
  const details = { secret_id: id, hint };
  return { ...by, action, outcome: 'success' as const, target: { type: 'application', id: applicationId }, details };
}
