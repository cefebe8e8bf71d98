import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAction } from '../../../protocol/audit-actions.js';
import type { NewSecret } from '../application.js';
import type { AuditEvent, DoneBy } from '../../../protocol/audit-event.js';
import { StoreBounds } from '../../../bounds/store-bounds.js';
import { networkOf } from '../../../network/network.js';
import { Whitelist } from '../../../network/whitelist.js';
import { Clock } from '../../../clock/clock.js';
import { Settings } from '../../../config/settings.js';
import type { ClientAuthMethodName } from '../../../protocol/client-auth-method.js';
import { MILLISECONDS, SECONDS } from '../../../protocol/durations.js';
import type { KeptRegistration, NewRegistration, RegisteredClient } from './registered-client.js';
import { audit } from '../../../persistence/audit/audit-rows.js';
import { ChangeFeed } from '../../../persistence/feed/change-feed.js';
import { Counter } from '../../../persistence/database/counter.js';
import { Database } from '../../../persistence/database/database.js';
import { secretRow } from '../applications.repository.js';
import { recordedWrite } from '../../../persistence/database/recorded-write.js';
import { storedApplication } from '../../../persistence/applications/application-rows.js';
import type { ApplicationModel } from '../../../persistence/generated/models.js';
import { endForOtherSubjects } from '../../../persistence/applications/other-subjects.js';
import { columnsOf, KEEP } from '../../../persistence/applications/registered-client-rows.js';

/** Bytes of a row without its metadata. */
const ROW = 500;
/** Seconds in which the registrations of one network are counted. */
const COUNTED_IN = SECONDS.hour;

const LOCK = 'SELECT 1 FROM applications WHERE id = $1::text::uuid FOR NO KEY UPDATE';

/** The registrations. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
@Injectable()
export class RegistrationRepository {
  private readonly openly: Counter;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
    private readonly bounds: StoreBounds,
    settings: Settings,
  ) {
    const points = settings.registrationsPerNetwork;
    this.openly = new Counter(database, clock, { prefix: 'register', points, duration: COUNTED_IN });
  }

  /** When it was kept. */
  async add(client: NewRegistration, secret: NewSecret | undefined, by: DoneBy): Promise<Date> {
    const now = this.clock.now();
    const columns = columnsOf({ ...client, tokenHash: client.tokenHash.toString('hex') }, now);
    if (client.registered === 'open') {
      const until = new Date(now.getTime() + MILLISECONDS.day);
      this.bounds.enforce('registrations', 'all', { bytes: ROW + JSON.stringify(columns).length, until });
    }
    await recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      await tx.$queryRawUnsafe(KEEP, columns);
      if (secret !== undefined) {
        await tx.applicationSecret.create({
          data: { id: uuidv7(), applicationId: client.id, ...secretRow(secret, now) },
        });
      }
      changes.push({ kind: 'application', subject: client.clientId });
      await audit(tx, { ...eventOf('application.register', client, by), details: { how: client.registered } }, now);
    });
    return now;
  }

  /** The application that this registration access token is for; undefined when there is none or it is disabled. */
  async find(clientId: string, tokenHash: Buffer): Promise<KeptRegistration | undefined> {
    const where = { clientId, registrationTokenHash: Uint8Array.from(tokenHash), disabledAt: null };
    const row = await this.database.query((prisma) => prisma.application.findUnique({ where }));
    return row === null ? undefined : clientOf(row);
  }

  /**
   * Replaces the registration as `plan` decides, which sees it locked and throws to refuse; a new secret is the
   * only one from then on. Undefined when the registration was ended meanwhile.
   */
  async replace(
    id: string,
    plan: (current: KeptRegistration) => RegisteredClient,
    secret: NewSecret | undefined,
    by: DoneBy,
  ): Promise<RegisteredClient | undefined> {
    const now = this.clock.now();
    if (by.address !== null) {
      const until = new Date(now.getTime() + MILLISECONDS.day);
      this.bounds.enforce('client_writes', networkOf(by.address), { bytes: ROW, until });
    }
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      await tx.$queryRawUnsafe(LOCK, id);
      const current = await tx.application.findUnique({ where: { id, disabledAt: null } });
      if (current === null) return undefined;
      const before = clientOf(current);
      const client = plan(before);
      const ended = await endForOtherSubjects(tx, changes, before, client, now);
      await tx.$queryRawUnsafe(KEEP, columnsOf({ ...client, registered: 'open', tokenHash: null }, now));
      if (secret !== undefined) {
        await tx.applicationSecret.deleteMany({ where: { applicationId: client.id } });
        await tx.applicationSecret.create({
          data: { id: uuidv7(), applicationId: client.id, ...secretRow(secret, now) },
        });
      }
      changes.push({ kind: 'application', subject: client.clientId });
      await audit(tx, { ...eventOf('application.update', client, by), ...(ended && { details: { ...ended } }) }, now);
      return client;
    });
  }

  /** Counts a registration without a credential from this network; returns the seconds to wait at the bound. */
  admit(network: string): Promise<number | undefined> {
    return this.openly.admit(network);
  }
}

function eventOf(action: AuditAction, { id, clientId }: { id: string; clientId: string }, by: DoneBy): AuditEvent {
  return { ...by, clientId: by.clientId ?? clientId, action, outcome: 'success', target: { type: 'application', id } };
}

function clientOf(row: ApplicationModel): KeptRegistration {
  const { networks, tokenEndpointAuthMethod, ...stored } = storedApplication(row);
  return {
    ...stored,
    tokenEndpointAuthMethod: tokenEndpointAuthMethod as ClientAuthMethodName,
    whitelist: Whitelist.of(networks),
  };
}
