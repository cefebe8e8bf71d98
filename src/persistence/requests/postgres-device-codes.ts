import { Injectable } from '@nestjs/common';
import { SHORT_LIVED_KEPT, StoreBounds } from '../../bounds/store-bounds.js';
import { Clock, NODES_APART } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import type { SignedIn } from '../../oauth/authorize/signed-in.js';
import {
  type DecidedDevice,
  type DeviceChoice,
  DeviceCodes,
  type DevicePoll,
  type NewDeviceCode,
  type PollOutcome,
  type WaitingDevice,
} from '../../oauth/stores/device-codes.js';
import { DEVICE_CODE_LIFETIME } from '../../oauth/tokens/device-code.js';
import type { Origin } from '../../protocol/origin.js';
import { coversResources, grantedResources } from '../../protocol/granted-resources.js';
import { ownResourcesOf } from '../../protocol/own-resources.js';
import { standingOn } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { Counter } from '../database/counter.js';
import { Database, type HotStatement } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { ChangeFeed } from '../feed/change-feed.js';

/** Bytes of a row beside its lists. */
const ROW = 400;
/** RFC 8628 §3.5: slow_down: "the interval MUST be increased by 5 seconds for this and all subsequent requests" */
const SLOWER_BY = 5;
/** Seconds a poll may be early: another node may have answered the last one. */
const GRACE = NODES_APART / 1000;

/** Whether the list of the account `u` lets the address in. */
const LET_IN = "(u.networks = '{}' OR $5::inet <<= ANY (u.networks))";

/** What was allowed and still is, until a sign-in has begun on it: a poll that fails on the way may be made again. */
const ALLOWED: HotStatement = {
  name: 'device_code_allowed',
  text: `SELECT d.user_id, d.user_epoch, d.session_id, d.scopes, d.asked_scopes, d.resources, d.authenticated_at, d.amr
           FROM device_codes d, users u
          WHERE d.id = $1 AND d.secret_hash = $2 AND d.application_id = $3 AND d.decision = 'allow'
            AND d.redeemed_at IS NULL AND d.expires_at > $4
            AND u.id = d.user_id AND u.disabled_at IS NULL AND u.epoch = d.user_epoch AND ${LET_IN}
            AND ($6::text[] IS NULL OR d.resources @> $6
                 OR ((d.resources = '{}' OR d.resources && $7::text[]) AND d.resources || $7::text[] @> $6))
            AND (d.session_id IS NULL
                 OR EXISTS (SELECT FROM sessions s WHERE s.id = d.session_id AND s.revoked_at IS NULL))
            AND (d.application_epoch IS NULL
                 OR EXISTS (SELECT FROM applications a
                             WHERE a.id = d.application_id AND a.epoch = d.application_epoch AND a.disabled_at IS NULL))`,
};

/** Notes a poll; tells whether it came too soon after the last. */
const NOTE_POLL: HotStatement = {
  name: 'device_code_poll',
  text: `WITH before AS (
           SELECT id, polled_at, interval, decision, redeemed_at, expires_at, user_id, resources,
                  polled_at IS NOT NULL AND polled_at + make_interval(secs => interval - ${String(GRACE)}) > $4 AS too_soon
             FROM device_codes WHERE id = $1 AND secret_hash = $2 AND application_id = $3 FOR UPDATE
         )
         UPDATE device_codes d
            SET polled_at = CASE WHEN before.too_soon THEN d.polled_at ELSE $4 END,
                interval = d.interval + CASE WHEN before.too_soon THEN ${String(SLOWER_BY)} ELSE 0 END
           FROM before WHERE d.id = before.id
      RETURNING before.too_soon, before.decision, before.redeemed_at, before.expires_at, before.user_id, before.resources,
                EXISTS (SELECT FROM users u WHERE u.id = before.user_id AND NOT ${LET_IN}) AS outside`,
};

const ADD: HotStatement = {
  name: 'device_code_add',
  text: `INSERT INTO device_codes AS d (id, secret_hash, user_code, application_id, client_id, scopes, resources, ip, created_at, expires_at, interval, asked_scopes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (user_code) DO NOTHING RETURNING id`,
};

interface AllowedRow {
  user_id: string;
  user_epoch: number;
  session_id: string | null;
  scopes: string[];
  asked_scopes: string[];
  resources: string[];
  authenticated_at: Date;
  amr: string[];
}

interface PolledRow {
  too_soon: boolean;
  decision: 'allow' | 'deny' | null;
  redeemed_at: Date | null;
  expires_at: Date;
  user_id: string | null;
  resources: string[];
  outside: boolean;
}

/** Codes from one network that may be wrong in so many seconds: typing errors, not a search through 34 bits. */
const GUESSES = { prefix: 'device', points: 20, duration: DEVICE_CODE_LIFETIME };

@Injectable()
export class PostgresDeviceCodes extends DeviceCodes {
  private readonly guesses: Counter;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
    private readonly bounds: StoreBounds,
    private readonly settings: Settings,
  ) {
    super();
    this.guesses = new Counter(database, clock, GUESSES);
  }

  async add(code: NewDeviceCode): Promise<boolean> {
    const until = new Date(code.expiresAt.getTime() + SHORT_LIVED_KEPT);
    const bytes = ROW + JSON.stringify([code.scopes, code.askedScopes, code.resources]).length;
    this.bounds.enforce('device_codes', code.caller, { bytes, until });
    const rows = await this.database.run(ADD, [
      code.id,
      code.secretHash,
      code.userCode,
      code.applicationId,
      code.clientId,
      code.scopes,
      code.resources,
      code.origin.address,
      code.now,
      code.expiresAt,
      code.interval,
      code.askedScopes,
    ]);
    return rows.length > 0;
  }

  async waiting(userCode: string, now: Date): Promise<WaitingDevice | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.deviceCode.findFirst({ where: { userCode, decision: null, expiresAt: { gt: now } } }),
    );
    if (row === null) return undefined;
    const { id, clientId, scopes, resources, ip, createdAt } = row;
    return { id, clientId, scopes, resources, address: ip, createdAt };
  }

  admitGuess(network: string): Promise<number | undefined> {
    return this.guesses.admit(network);
  }

  giveBackGuess(network: string): Promise<void> {
    return this.guesses.giveBack(network);
  }

  async decide(
    deviceId: string,
    { decision, scopes, application }: DeviceChoice,
    by: SignedIn,
    origin: Origin,
  ): Promise<boolean> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, { standing: standingOn(by) }, async (tx) => {
      const { id } = application;
      const asked = await tx.application.findUnique({ where: { id }, select: { epoch: true } });
      const { count } = await tx.deviceCode.updateMany({
        where: { id: deviceId, decision: null, expiresAt: { gt: now } },
        data: {
          decision,
          scopes: [...scopes],
          userId: by.account.id,
          userEpoch: by.account.epoch,
          applicationEpoch: asked?.epoch ?? null,
          sessionId: by.sessionId,
          authenticatedAt: by.authenticatedAt,
          amr: [...by.amr],
        },
      });
      if (count === 0) return false;
      await audit(
        tx,
        {
          action: `device.${decision}`,
          outcome: 'success',
          actor: { type: 'user', id: by.account.id },
          target: { type: 'device', id: deviceId },
          address: origin.address,
          requestId: origin.requestId,
        },
        now,
      );
      return true;
    });
  }

  async clientOfDecided({ userCode, decision, sessionId }: DecidedDevice, now: Date): Promise<string | undefined> {
    const where = { userCode, decision, sessionId, expiresAt: { gt: now } };
    const row = await this.database.query((prisma) =>
      prisma.deviceCode.findFirst({ where, select: { clientId: true } }),
    );
    return row?.clientId;
  }

  async poll({ deviceId, secretHash, applicationId, address, resources, now }: DevicePoll): Promise<PollOutcome> {
    const values = [deviceId, secretHash, applicationId, now, address];
    const { issuer } = this.settings;
    const asked = [...values, resources ?? null, ownResourcesOf(issuer)];
    const [row] = await this.database.run<AllowedRow>(ALLOWED, asked);
    if (row !== undefined) return allowed(row);
    const [polled] = await this.database.run<PolledRow>(NOTE_POLL, values);
    if (polled?.redeemed_at !== null) return { outcome: 'unknown' };
    if (polled.expires_at <= now) return { outcome: 'expired' };
    if (polled.decision === 'deny') return { outcome: 'denied', userId: polled.user_id };
    if (polled.decision === null) return { outcome: polled.too_soon ? 'slow_down' : 'pending' };
    if (polled.outside) return { outcome: 'address_not_allowed', userId: polled.user_id };
    if (!coversResources(polled.resources, resources, issuer)) {
      const granted = grantedResources(polled.resources, issuer);
      return { outcome: 'resource_exceeded', userId: polled.user_id, granted };
    }
    // allowed since the first read, or by an account that may no longer
    const [second] = await this.database.run<AllowedRow>(ALLOWED, asked);
    return second === undefined ? { outcome: 'unknown' } : allowed(second);
  }
}

function allowed(row: AllowedRow): PollOutcome {
  return {
    outcome: 'allowed',
    userId: row.user_id,
    userEpoch: row.user_epoch,
    sessionId: row.session_id,
    scopes: row.scopes,
    askedScopes: row.asked_scopes,
    resources: row.resources,
    authenticatedAt: row.authenticated_at,
    amr: row.amr,
  };
}
