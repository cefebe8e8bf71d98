import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { v7 as uuidv7 } from 'uuid';
import type { AuditAction } from '../../../protocol/audit-actions.js';
import type { NewSecret } from '../application.js';
import type { AuditEvent, DoneBy } from '../../../protocol/audit-event.js';
import { StoreBounds } from '../../../bounds/store-bounds.js';
import { networkOf } from '../../../network/network.js';
import { Whitelist } from '../../../network/whitelist.js';
import { Clock } from '../../../clock/clock.js';
import type { ClientAuthMethodName } from '../../../protocol/client-auth-method.js';
import type { ClientMetadata } from '../../../protocol/client-metadata.js';
import type { KeptRegistration, NewRegistration, RegisteredClient } from './registered-client.js';
import { audit } from '../../../persistence/audit/audit-rows.js';
import { ChangeFeed } from '../../../persistence/feed/change-feed.js';
import { Database, type HotStatement } from '../../../persistence/database/database.js';
import { secretRow } from '../applications.repository.js';
import { recordedWrite } from '../../../persistence/database/recorded-write.js';
import { columnsOf, KEEP } from '../../../persistence/applications/registered-client-rows.js';

const DAY = 86_400_000;
/** Bytes of a row without its metadata. */
const ROW = 500;
/** Registrations without a credential from one network. */
const OPEN = { points: 30, duration: 3600 };

const KEPT = `id::text, client_id, name, type::text AS type, grant_types, scopes, redirect_uris, post_logout_redirect_uris,
                token_endpoint_auth_method, metadata, created_at, first_party, brand_id::text, brand_given, exchange_targets,
                networks::text[] AS networks`;

const FIND: HotStatement = {
  name: 'registration_find',
  text: `SELECT ${KEPT}
           FROM applications
          WHERE client_id = $1 AND registration_token_hash = $2 AND disabled_at IS NULL`,
};

const LOCK = `SELECT ${KEPT} FROM applications WHERE id = $1::text::uuid AND disabled_at IS NULL FOR NO KEY UPDATE`;

interface RegisteredRow {
  id: string;
  client_id: string;
  name: string;
  type: 'confidential' | 'public';
  grant_types: string[];
  scopes: string[];
  redirect_uris: string[];
  post_logout_redirect_uris: string[];
  token_endpoint_auth_method: ClientAuthMethodName;
  metadata: ClientMetadata;
  created_at: Date;
  first_party: boolean;
  brand_id: string | null;
  brand_given: boolean;
  exchange_targets: string[];
  networks: string[];
}

/** The registrations. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
@Injectable()
export class RegistrationRepository {
  private readonly openly: RateLimiterPostgres;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
    private readonly bounds: StoreBounds,
  ) {
    this.openly = new RateLimiterPostgres({
      storeClient: database.pool,
      storeType: 'pool',
      tableName: 'attempts',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: 'register',
      ...OPEN,
    });
  }

  /** When it was kept. */
  async add(client: NewRegistration, secret: NewSecret | undefined, by: DoneBy): Promise<Date> {
    const now = this.clock.now();
    const columns = columnsOf({ ...client, tokenHash: client.tokenHash.toString('hex') }, now);
    if (client.registered === 'open') {
      const until = new Date(now.getTime() + DAY);
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
    const [row] = await this.database.run<RegisteredRow & Record<string, unknown>>(FIND, [clientId, tokenHash]);
    return row && clientOf(row);
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
      const until = new Date(now.getTime() + DAY);
      this.bounds.enforce('client_writes', networkOf(by.address), { bytes: ROW, until });
    }
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      const [current] = await tx.$queryRawUnsafe<RegisteredRow[]>(LOCK, id);
      if (current === undefined) return undefined;
      const client = plan(clientOf(current));
      await tx.$queryRawUnsafe(KEEP, columnsOf({ ...client, registered: 'open', tokenHash: null }, now));
      if (secret !== undefined) {
        await tx.applicationSecret.deleteMany({ where: { applicationId: client.id } });
        await tx.applicationSecret.create({
          data: { id: uuidv7(), applicationId: client.id, ...secretRow(secret, now) },
        });
      }
      changes.push({ kind: 'application', subject: client.clientId });
      await audit(tx, eventOf('application.update', client, by), now);
      return client;
    });
  }

  /** Counts a registration without a credential from this network; returns the seconds to wait at the bound. */
  async admit(network: string): Promise<number | undefined> {
    const made = await this.openly.penalty(network);
    return made.consumedPoints <= OPEN.points ? undefined : Math.max(1, Math.ceil(made.msBeforeNext / 1000));
  }
}

function eventOf(action: AuditAction, { id, clientId }: { id: string; clientId: string }, by: DoneBy): AuditEvent {
  return { ...by, clientId: by.clientId ?? clientId, action, outcome: 'success', target: { type: 'application', id } };
}

function clientOf(row: RegisteredRow): KeptRegistration {
  return {
    id: row.id,
    clientId: row.client_id,
    name: row.name,
    type: row.type,
    grantTypes: row.grant_types,
    scopes: row.scopes,
    redirectUris: row.redirect_uris,
    postLogoutRedirectUris: row.post_logout_redirect_uris,
    tokenEndpointAuthMethod: row.token_endpoint_auth_method,
    metadata: row.metadata,
    createdAt: row.created_at,
    firstParty: row.first_party,
    brandId: row.brand_id,
    brandGiven: row.brand_given,
    exchangeTargets: row.exchange_targets,
    whitelist: Whitelist.of(row.networks),
  };
}
