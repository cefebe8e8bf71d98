import { Injectable } from '@nestjs/common';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { NotFound } from '../../protocol/refusal.js';
import type { RemainingConsent, RemainingCredentials } from './remaining-credentials.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { Database, type RawTransaction, type Transaction } from '../../persistence/database/database.js';
import { endOfApplication, recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import type { Prisma, PrismaClient } from '../../persistence/generated/client.js';
import { ConsentEndings } from '../../persistence/consents/consent-endings.js';
import { allowedBy, ENDING } from '../../persistence/consents/consents-in-force.js';
import { endMadeBy } from '../../persistence/consents/end-made-by.js';
import { takeBackFromDevices } from '../../persistence/sign-ins/device-allowances.js';
import { endKeys } from '../../persistence/accounts/end-keys.js';

const SHOWN = { orderBy: { id: 'desc' }, take: 100 } as const;

/** $1: the account. Of disabled applications, too: their owners enable them. And those whose ending broke off half-way. */
const CONSENTS = `SELECT a.client_id AS "clientId", a.name, c.scopes, c.for_resources AS "forResources",
    c.created_at AS "createdAt", c.updated_at AS "updatedAt"
  FROM consents c JOIN users u ON u.id = c.user_id AND c.keys_epoch IN (u.keys_epoch, ${String(ENDING)})
       JOIN applications a ON a.id = c.application_id
 WHERE c.user_id = $1::text::uuid ORDER BY c.updated_at DESC, c.application_id DESC LIMIT ${String(SHOWN.take)}`;

type ConsentRow = RemainingConsent & { forResources: string[] };

/** What works on where a person's sign-ins and sessions have ended. */
@Injectable()
export class RemainingCredentialsRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly endings: ConsentEndings,
    private readonly clock: Clock,
  ) {}

  /** The newest hundred of each. */
  of(userId: string): Promise<RemainingCredentials> {
    return this.database.query((prisma) => remainingOf(prisma, userId, this.clock.now()));
  }

  /**
   * Ends it all, however much it is, atomically and audited: API keys are revoked, applications disabled and left
   * without secrets and registration access token, those that were disabled before, too, and what they made for others
   * ends. Consents are out of force with that. Then what they led to ends, and they are forgotten; where that broke off, the next time finds them. Returns the
   * previous state.
   */
  async end(userId: string, by: DoneBy): Promise<RemainingCredentials> {
    const now = this.clock.now();
    const target = { type: 'user', id: userId };
    const { remaining, clientIds } = await recordedWrite(
      this.database,
      this.feed,
      by,
      async (tx, changes) => {
        const remaining = await remainingOf(tx, userId, now);
        const { count } = await tx.user.updateMany({ where: { id: userId }, data: { keysEpoch: { increment: 1 } } });
        if (count === 0) throw new NotFound('User');
        changes.push({ kind: 'user', subject: userId });
        const keys = await endKeys(tx, changes, userId, now);
        // also those that were disabled before: what they made for others did not end then
        const makers = await tx.application.findMany({ where: able(userId), select: { clientId: true } });
        const applications = await tx.application.updateManyAndReturn({
          where: { ...able(userId), disabledAt: null },
          data: { disabledAt: now, epoch: { increment: 1 }, updatedAt: now },
          select: { clientId: true, epoch: true },
        });
        for (const { clientId, epoch } of applications) changes.push(endOfApplication(clientId, now, epoch));
        const forgetful = await forgetCredentials(tx, userId, now);
        for (const clientId of forgetful) changes.push({ kind: 'application', subject: clientId });
        const made = await endMadeBy(tx, changes, { clientIds: makers.map(({ clientId }) => clientId) }, now);
        const clientIds = await endConsents(tx, userId, now);
        const ended = [...new Set([...applications.map(({ clientId }) => clientId), ...forgetful])];
        const details = { api_keys: keys, applications: ended, consents: clientIds.length, ...(made && { made }) };
        await audit(tx, { ...by, action: 'user.end-remaining', outcome: 'success', target, details }, now);
        return { remaining, clientIds };
      },
      { userId },
    );
    if (clientIds.length > 0) await this.endings.follow({ userId, clientIds }, { ...by, target }, 'user.end-remaining');
    return remaining;
  }
}

/**
 * Also those of an earlier epoch. A sign-in that begins holds its consent: it is waited for, or finds it ended. Returns
 * the `client_id`s.
 */
async function endConsents(tx: Transaction, userId: string, now: Date): Promise<string[]> {
  const given = await tx.consent.updateManyAndReturn({
    where: { userId },
    data: { keysEpoch: ENDING },
    select: { application: { select: { clientId: true } } },
  });
  const clientIds = given.map(({ application }) => application.clientId);
  await takeBackFromDevices(tx, { userId, clientIds }, now);
  return clientIds;
}

/** With credentials of their own, which their owner would bring into force again by enabling them. */
const HOLDING: Prisma.ApplicationWhereInput[] = [{ secrets: { some: {} } }, { registrationTokenHash: { not: null } }];

/** Of all applications of the account, whether disabled or not. Returns the `client_id`s of those that had credentials. */
async function forgetCredentials(tx: Transaction, ownerId: string, now: Date): Promise<string[]> {
  const own = { ownerId, builtIn: false };
  const holding = await tx.application.updateManyAndReturn({
    where: { ...own, OR: HOLDING },
    data: { registrationTokenHash: null, updatedAt: now },
    select: { clientId: true },
  });
  await tx.applicationSecret.deleteMany({ where: { application: own } });
  return holding.map(({ clientId }) => clientId);
}

/**
 * Those that can do something without the person: with credentials of their own, or without asking for consent, of the
 * person or of others.
 */
function able(ownerId: string): Prisma.ApplicationWhereInput {
  const ways = [{ type: 'confidential' }, { registrationTokenHash: { not: null } }, { firstParty: true }] as const;
  return { ownerId, builtIn: false, OR: [...ways, { consents: { some: {} } }] };
}

async function remainingOf(
  prisma: PrismaClient | RawTransaction,
  userId: string,
  now: Date,
): Promise<RemainingCredentials> {
  const unexpired = [{ expiresAt: null }, { expiresAt: { gt: now } }];
  const apiKeys = await prisma.apiKey.findMany({
    where: { userId, revokedAt: null, OR: unexpired },
    select: { id: true, name: true, hint: true, createdAt: true, lastUsedAt: true },
    ...SHOWN,
  });
  const applications = await prisma.application.findMany({
    where: { AND: [able(userId), { OR: [{ disabledAt: null }, ...HOLDING] }] },
    select: { id: true, clientId: true, name: true, disabledAt: true, secrets: { select: { lastUsedAt: true } } },
    ...SHOWN,
  });
  const consents = await prisma.$queryRawUnsafe<ConsentRow[]>(CONSENTS, userId);
  return {
    apiKeys,
    consents: consents.map(({ forResources, ...consent }) => {
      return { ...consent, scopes: allowedBy({ scopes: consent.scopes, forResources }).scopes };
    }),
    applications: applications.map(({ secrets, disabledAt, ...application }) => ({
      ...application,
      disabled: disabledAt !== null,
      secrets: secrets.length,
      lastUsedAt: latestOf(secrets.map(({ lastUsedAt }) => lastUsedAt)),
    })),
  };
}

function latestOf(times: readonly (Date | null)[]): Date | null {
  return times.reduce((latest, time) => (latest === null || (time !== null && time > latest) ? time : latest), null);
}
