import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AuditEvent } from '../audit/audit-event.js';
import { Clock } from '../clock/clock.js';
import { type NewUser, UserStore } from '../users/user-store.js';
import { audit } from './audit-rows.js';
import { Database } from './database.js';

/** Any number will do, as long as nothing else uses it. */
const FIRST_USER_LOCK = 4_802_002;

@Injectable()
export class PostgresUsers extends UserStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async isEmpty(): Promise<boolean> {
    return (await this.database.query((prisma) => prisma.user.findFirst({ select: { id: true } }))) === null;
  }

  async createFirst(user: NewUser, event: AuditEvent): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(${String(FIRST_USER_LOCK)})`);
      if ((await tx.user.findFirst({ select: { id: true } })) !== null) return undefined;
      const { id } = await tx.user.create({ data: { id: uuidv7(), ...user }, select: { id: true } });
      await audit(tx, { ...event, target: { type: 'user', id } }, this.clock.now());
      return id;
    });
  }
}
