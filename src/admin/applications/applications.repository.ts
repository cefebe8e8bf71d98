import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { LOCK_OWNER } from '../../persistence/accounts/lock-owner.js';
import type { ApplicationRecord, ApplicationSettings, NewApplication, NewSecret } from './application.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { Conflict, InvalidRequest } from '../../protocol/refusal.js';
import { ApplicationDeletion, LOCK } from './application-deletion.repository.js';
import { actionOf, differenceTo, wireNames } from './application-difference.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import { Database, isGone, type Transaction } from '../../persistence/database/database.js';
import type { PrismaClient } from '../../persistence/generated/client.js';
import type { ApplicationModel } from '../../persistence/generated/models.js';
import { storedApplication } from '../../persistence/applications/application-rows.js';
import { withMakers } from '../../persistence/applications/with-makers.js';
import { endForOtherSubjects } from '../../persistence/applications/other-subjects.js';
import { holdTargets, refuseUnknownTargets } from '../../persistence/catalogue/exchange-targets.js';
import { endUnconsented } from '../../persistence/applications/end-unconsented.js';
import { endMadeBy } from '../../persistence/consents/end-made-by.js';
import { keepFactorPolicy } from '../../persistence/applications/kept-factor-policy.js';
import { endOfApplication, recordedWrite } from '../../persistence/database/recorded-write.js';
import { jsonDocument } from '../../persistence/database/json-document.js';
import { startOfUsagePeriod } from '../../persistence/upkeep/usage-period.js';

/**
 * The brand that there is and the one that is given, before the application's row, as a change of a brand locks them: all
 * are seen as they were together, and what changes a brand afterwards finds the application that carries it.
 */
const HOLD_BRANDS = `SELECT b.id::text FROM brands b
  WHERE b.id = $2::text::uuid OR b.id = (SELECT brand_id FROM applications WHERE id = $1::text::uuid)
  ORDER BY b.id FOR SHARE`;

interface PlannedChange {
  /** Sees the application locked, and throws to refuse. */
  plan: (current: ApplicationRecord) => Partial<ApplicationSettings>;
  /** The brand that it gives; undefined: what there is stays. */
  brandId: string | null | undefined;
  /** The APIs that it may exchange tokens for; empty, too, where what there is stays. */
  targets: readonly string[];
  /** Whether the application keeps what a brand that leaves it said of second factors. */
  keepsPolicy: boolean;
}

/** The applications. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
@Injectable()
export class ApplicationsRepository {
  private readonly deletion: ApplicationDeletion;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    this.deletion = new ApplicationDeletion(database, feed, clock);
  }

  /**
   * Undefined when its owner has `max` already, however many are made at once.
   * @throws InvalidRequest for an exchange target that is not registered, and when the brand was deleted meanwhile
   */
  async create(
    application: NewApplication,
    secret: NewSecret | undefined,
    max: number,
    by: DoneBy,
  ): Promise<ApplicationRecord | undefined> {
    const now = this.clock.now();
    const { clientId } = application;
    const write = recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      if (max < Infinity && (await ownedBy(tx, application.ownerId)) >= max) return undefined;
      refuseUnknownTargets(application.exchangeTargets, await holdTargets(tx, application.exchangeTargets));
      const secrets = secret && { create: { id: uuidv7(), ...secretRow(secret, now) } };
      const row = await tx.application.create({
        data: {
          id: uuidv7(),
          ...application,
          metadata: jsonDocument(application.metadata),
          secrets,
          createdAt: now,
          updatedAt: now,
        },
      });
      changes.push({ kind: 'application', subject: clientId });
      const details = { type: application.type, scopes: application.scopes, grant_types: application.grantTypes };
      await audit(tx, { ...by, action: 'application.create', outcome: 'success', target: targetOf(row), details }, now);
      return this.recordOf(tx, row, now);
    });
    return write.catch(explainMissingBrand);
  }

  async find(id: string): Promise<ApplicationRecord | undefined> {
    return this.database.query(async (prisma) => {
      const row = await prisma.application.findUnique({ where: { id } });
      return row === null ? undefined : this.recordOf(prisma, row, this.clock.now());
    });
  }

  /**
   * Changes an application as planned; undefined when there is none. Disabling ends every sign-in and access token of it in
   * the same transaction, and so do other subjects; taking first-party back does, and ends what it made unasked. Where an
   * administrator disables it, its registration access token ends, too.
   */
  async change(
    id: string,
    { plan, brandId, targets, keepsPolicy }: PlannedChange,
    by: DoneBy,
  ): Promise<ApplicationRecord | undefined> {
    const now = this.clock.now();
    const write = recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const brands = await tx.$queryRawUnsafe<{ id: string }[]>(HOLD_BRANDS, id, brandId ?? null);
      const registered = await holdTargets(tx, targets);
      await tx.$queryRawUnsafe(LOCK, id);
      const before = await tx.application.findUnique({ where: { id } });
      if (before === null) return undefined;
      if (before.brandId !== null && !brands.some((brand) => brand.id === before.brandId)) {
        throw new Conflict('brand_id', 'was changed by another request just now; try again');
      }
      const current = await this.recordOf(tx, before, now);
      const change = differenceTo(current, plan(current));
      refuseUnknownTargets(change.exchangeTargets ?? [], [...current.exchangeTargets, ...registered]);
      if (Object.keys(change).length === 0) return current;

      const ended = await endForOtherSubjects(tx, changes, current, { ...current, ...change }, now);
      const isTaken = change.firstParty === false;
      const unconsented = isTaken ? await endUnconsented(tx, changes, current, now) : undefined;
      const { disabled, metadata, ...columns } = change;
      const row = await tx.application.update({
        where: { id },
        data: {
          ...columns,
          // who registered itself may ask for no more than the list that is set here
          ...(columns.scopes !== undefined && { asksAnyApi: false }),
          ...(metadata !== undefined && { metadata: jsonDocument(metadata) }),
          updatedAt: now,
          ...(disabled === undefined ? {} : { disabledAt: disabled ? now : null }),
          ...(disabled === true ? { epoch: { increment: 1 } } : {}),
          // it would change its registration again once it is enabled
          ...(change.disabledByAdmin === true ? { registrationTokenHash: null } : {}),
        },
      });
      if (change.disabledByAdmin === true) await endMadeBy(tx, changes, { clientIds: [row.clientId] }, now);
      if (disabled === true) changes.push(endOfApplication(row.clientId, now, row.epoch));
      else changes.push({ kind: 'application', subject: row.clientId });
      const details = { fields: wireNames(current, change), ...unconsented, ...ended };
      await audit(tx, { ...by, action: actionOf(change), outcome: 'success', target: targetOf(row), details }, now);
      const left = keepsPolicy && change.brandId !== undefined ? before.brandId : null;
      const isKept = left !== null && (await keepFactorPolicy(tx, left, id));
      return this.recordOf(tx, isKept ? await tx.application.findUniqueOrThrow({ where: { id } }) : row, now);
    });
    return write.catch(explainMissingBrand);
  }

  /**
   * Deletes an application with its sign-ins; its access tokens are dead at once. False when there is none.
   * @param refuse throws if it is not to be deleted as it is now
   */
  delete(id: string, by: DoneBy, refuse?: (current: ApplicationRecord) => void): Promise<boolean> {
    return this.deletion.run(id, by, async (tx, row, now) => refuse?.(await this.recordOf(tx, row, now)));
  }

  /** What a person is at a brand; undefined when nothing, or when there is no such brand. */
  async roleAtBrand(brandId: string, userId: string): Promise<'owner' | 'member' | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.brandMember.findFirst({ where: { brandId, userId, accepted: true }, select: { role: true } }),
    );
    return row?.role;
  }

  /** The `client_id` of the application that made a brand for its owner; null: the owner did. */
  async makerOfBrand(brandId: string): Promise<string | null> {
    const where = { id: brandId };
    const select = { madeBy: true } as const;
    return (await this.database.query((prisma) => prisma.brand.findUnique({ where, select })))?.madeBy ?? null;
  }

  async brandExists(brandId: string): Promise<boolean> {
    const where = { id: brandId };
    return (await this.database.query((prisma) => prisma.brand.findUnique({ where, select: { id: true } }))) !== null;
  }

  private async recordOf(
    prisma: Parameters<typeof recordsOf>[0],
    row: ApplicationModel,
    now: Date,
  ): Promise<ApplicationRecord> {
    const [record] = await recordsOf(prisma, [row], now);
    if (record === undefined) throw new Error('one row makes one record');
    return record;
  }
}

/** Serializes the creation of several at once. */
async function ownedBy(tx: Transaction, ownerId: string): Promise<number> {
  await tx.$queryRawUnsafe(LOCK_OWNER, ownerId);
  return tx.application.count({ where: { ownerId } });
}

export function secretRow({ hash, sealed, sealedWith, hint, expiresAt }: NewSecret, now: Date) {
  const sealedSecret = sealed && Uint8Array.from(sealed);
  return { secretHash: Uint8Array.from(hash), sealedSecret, sealedWith, hint, expiresAt, createdAt: now };
}

function targetOf(row: { id: string }) {
  return { type: 'application', id: row.id };
}

/** Of the rows referred to, only the brand's can be gone while its giver is not. */
function explainMissingBrand(error: unknown): never {
  if (isGone(error)) throw InvalidRequest.field('brand_id', 'is not the id of a brand');
  throw error;
}

/** The columns of an application that its owner sees, its brand, and how often each used the password grant lately. */
export async function recordsOf(
  prisma: PrismaClient | Transaction,
  rows: readonly ApplicationModel[],
  now: Date,
): Promise<ApplicationRecord[]> {
  const counted = await prisma.usageCount.groupBy({
    by: ['subject'],
    where: {
      what: 'password_grant',
      subject: { in: rows.map((row) => row.clientId) },
      day: { gt: startOfUsagePeriod(now) },
    },
    _sum: { count: true },
  });
  const brandIds = [...new Set(rows.flatMap(({ brandId }) => brandId ?? []))];
  const select = { id: true, name: true, logoUrl: true } as const;
  const found = brandIds.length === 0 ? [] : await prisma.brand.findMany({ where: { id: { in: brandIds } }, select });
  const brands = new Map<string | null, ApplicationRecord['brand']>(
    found.map(({ id, name, logoUrl }) => [id, { name, logoUrl }]),
  );
  const uses = new Map(counted.map(({ subject, _sum }) => [subject, Number(_sum.count ?? 0n)]));
  return (await withMakers(prisma, rows)).map((row) => ({
    ...storedApplication(row),
    passwordGrantUses: uses.get(row.clientId) ?? 0,
    maker: row.maker,
    brand: brands.get(row.brandId) ?? null,
  }));
}
