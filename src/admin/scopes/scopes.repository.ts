import { Injectable } from '@nestjs/common';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { Conflict } from '../../protocol/refusal.js';
import type { ScopeChange, ScopeDeletion, ScopeRecord, ScopeUses } from './scope.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { type Change, ChangeFeed } from '../../persistence/feed/change-feed.js';
import { Database, isUniqueViolation, type Transaction } from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';

/** The catalogue is remembered whole, so any change to it is a change to all of it. */
const CHANGED: Change = { kind: 'scopes', subject: 'catalogue' };

/** The catalogue, to be changed. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
@Injectable()
export class ScopesRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  /** @throws Conflict when there is one of that name */
  async create(scope: Pick<ScopeRecord, 'name' | 'description' | 'adminOnly'>, by: DoneBy): Promise<ScopeRecord> {
    const now = this.clock.now();
    const write = recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const row = await tx.scope.create({ data: { ...scope, createdAt: now } });
      changes.push(CHANGED);
      await audit(tx, eventOf(by, 'scope.create', scope.name, { admin_only: scope.adminOnly }), now);
      return row;
    });
    return write.catch((error: unknown) => {
      throw isUniqueViolation(error) ? new Conflict('name', 'is taken by another scope') : error;
    });
  }

  /** By name; one more than the page holds if there are more. */
  async list({ limit, after }: PageRequest): Promise<ScopeRecord[]> {
    const where = after === undefined ? {} : { name: { gt: after } };
    return this.database.query((prisma) => prisma.scope.findMany({ where, orderBy: { name: 'asc' }, take: limit + 1 }));
  }

  async find(name: string): Promise<ScopeRecord | undefined> {
    return (await this.database.query((prisma) => prisma.scope.findUnique({ where: { name } }))) ?? undefined;
  }

  async change(name: string, change: ScopeChange, by: DoneBy): Promise<ScopeRecord | undefined> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const before = await lock(tx, name);
      if (before === undefined) return undefined;
      const { description = before.description, adminOnly = before.adminOnly } = change;
      const fields = [
        ...(description === before.description ? [] : ['description']),
        ...(adminOnly === before.adminOnly ? [] : ['admin_only']),
      ];
      if (fields.length === 0) return before;
      const row = await tx.scope.update({ where: { name }, data: { description, adminOnly } });
      changes.push(CHANGED);
      await audit(tx, eventOf(by, 'scope.update', name, { fields }), now);
      return row;
    });
  }

  /** Deletes a scope that was not shipped with the server and that nothing carries. */
  async delete(name: string, by: DoneBy): Promise<ScopeDeletion> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx, changes): Promise<ScopeDeletion> => {
      const scope = await lock(tx, name);
      if (scope === undefined) return { outcome: 'unknown' };
      if (scope.builtIn) return { outcome: 'built-in' };
      const uses = await usesOf(tx, name, now);
      if (uses.applications + uses.apiKeys + uses.resources > 0) return { outcome: 'in-use', ...uses };
      await tx.scope.delete({ where: { name } });
      changes.push(CHANGED);
      await audit(tx, eventOf(by, 'scope.delete', name), now);
      return { outcome: 'deleted' };
    });
  }
}

async function lock(tx: Transaction, name: string): Promise<ScopeRecord | undefined> {
  await tx.$queryRaw`SELECT name FROM scopes WHERE name = ${name} FOR UPDATE`;
  return (await tx.scope.findUnique({ where: { name } })) ?? undefined;
}

async function usesOf(tx: Transaction, name: string, now: Date): Promise<ScopeUses> {
  const scopes = { has: name };
  const live = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  return {
    applications: await tx.application.count({ where: { scopes } }),
    apiKeys: await tx.apiKey.count({ where: { scopes, ...live } }),
    resources: await tx.resource.count({ where: { scopes } }),
  };
}

function eventOf(by: DoneBy, action: AuditAction, name: string, details: Record<string, unknown> | null = null) {
  return { ...by, action, outcome: 'success' as const, target: { type: 'scope', id: name }, details };
}
