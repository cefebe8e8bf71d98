import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import {
  MAX_TRUSTED_BROWSERS,
  type NewTrust,
  type TrustedBrowser,
  TrustedBrowsers,
} from '../../auth/trusted-browsers/trusted-browsers.js';
import { Clock } from '../../clock/clock.js';
import type { Account } from '../../oauth/stores/accounts.js';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { type Origin, storedUserAgent } from '../../protocol/origin.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { Database } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { endTrust, liveTrust } from './trust-rows.js';

interface TrustRow {
  id: string;
  is_present: boolean;
  ip: string | null;
  last_ip: string | null;
  user_agent: string | null;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date;
}

const HASHES = (parameter: string) => `(SELECT decode(h, 'hex') FROM unnest(${parameter}::text[]) AS h)`;

/** What is worth nothing any more, and the tokens of this browser. $1: the account; $2: hashes; $3: now. */
const REPLACE = `DELETE FROM trusted_browsers t USING users u
  WHERE t.user_id = $1::text::uuid AND u.id = t.user_id
    AND (t.secret_hash IN ${HASHES('$2')} OR NOT (${liveTrust('$3')}))
  RETURNING encode(t.secret_hash, 'hex') AS hash`;

const ADD = `INSERT INTO trusted_browsers
    (id, user_id, secret_hash, user_epoch, proof_epoch, ip, user_agent, created_at, expires_at)
  SELECT $1::text::uuid, u.id, decode($2::text, 'hex'), u.epoch, u.proof_epoch, $3::text::inet, $4::text,
         $5::timestamptz, $6::timestamptz
    FROM users u
   WHERE u.id = $7::text::uuid AND u.epoch = $8::int AND u.proof_epoch = $9::int AND u.disabled_at IS NULL
  RETURNING 1`;

const KEEP_NEWEST = `DELETE FROM trusted_browsers WHERE id IN (
    SELECT id FROM trusted_browsers WHERE user_id = $1::text::uuid
     ORDER BY created_at DESC, id DESC OFFSET ${String(MAX_TRUSTED_BROWSERS)})`;

/** $1: now; $2: the account; $3, $4: its epochs, as its password was proved; $5: hashes; $6: the address. */
const USE = `UPDATE trusted_browsers t SET last_used_at = $1::timestamptz, last_ip = $6::text::inet FROM users u
  WHERE ${liveTrust('$1')} AND u.id = $2::text::uuid AND u.epoch = $3::int AND u.proof_epoch = $4::int
    AND t.secret_hash IN ${HASHES('$5')}
  RETURNING t.id::text`;

const LIST = `SELECT t.id::text, t.secret_hash IN ${HASHES('$3')} AS is_present, host(t.ip) AS ip,
         host(t.last_ip) AS last_ip, t.user_agent, t.created_at, t.last_used_at, t.expires_at
    FROM trusted_browsers t, users u
   WHERE ${liveTrust('$1')} AND t.user_id = $2::text::uuid
   ORDER BY t.created_at DESC, t.id DESC`;

@Injectable()
export class PostgresTrustedBrowsers extends TrustedBrowsers {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
  }

  async add({ account, hash, expiresAt, present }: NewTrust, origin: Origin): Promise<readonly Buffer[] | undefined> {
    const { id: userId, epoch, proofEpoch } = account;
    const now = this.clock.now();
    const id = uuid();
    const agent = storedUserAgent(origin);
    return recordedWrite(
      this.database,
      this.feed,
      UNCONDITIONAL,
      async (tx) => {
        const replaced = await tx.$queryRawUnsafe<{ hash: string }[]>(REPLACE, userId, hexOf(present), now);
        const added = await tx.$queryRawUnsafe<unknown[]>(
          ...([ADD, id, hash.toString('hex'), origin.address, agent, now, expiresAt] as const),
          ...([userId, epoch, proofEpoch] as const),
        );
        if (added.length === 0) return undefined;
        await tx.$executeRawUnsafe(KEEP_NEWEST, userId);
        await audit(tx, ownEvent('user.trusted-browser-add', userId, id, origin), now);
        return replaced.map((each) => Buffer.from(each.hash, 'hex'));
      },
      { userId },
    );
  }

  async use({ id: userId, epoch, proofEpoch }: Account, hashes: readonly Buffer[], origin: Origin): Promise<boolean> {
    const now = this.clock.now();
    const values = [now, userId, epoch, proofEpoch, hexOf(hashes), origin.address];
    return recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx) => {
      const [used] = await tx.$queryRawUnsafe<{ id: string }[]>(USE, ...values);
      if (used === undefined) return false;
      await audit(tx, ownEvent('user.trusted-browser-use', userId, used.id, origin), now);
      return true;
    });
  }

  async of(userId: string, present: readonly Buffer[] = []): Promise<TrustedBrowser[]> {
    const values = [this.clock.now(), userId, hexOf(present)];
    const rows = await this.database.query((prisma) => prisma.$queryRawUnsafe<TrustRow[]>(LIST, ...values));
    return rows.map((row) => ({
      id: row.id,
      isPresent: row.is_present,
      ip: row.ip,
      lastIp: row.last_ip,
      userAgent: row.user_agent,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
      expiresAt: row.expires_at,
    }));
  }

  async remove(userId: string, id: string | undefined, by: DoneBy): Promise<number> {
    const now = this.clock.now();
    return recordedWrite(
      this.database,
      this.feed,
      by,
      async (tx) => {
        const ended = await endTrust(tx, { userId, id }, now);
        if (ended === 0) return 0;
        const details = { ended, ...(id !== undefined && { id }) };
        const target = { type: 'user', id: userId };
        await audit(tx, { ...by, action: 'user.trusted-browser-remove', outcome: 'success', target, details }, now);
        return ended;
      },
      { userId },
    );
  }
}

function hexOf(hashes: readonly Buffer[]): string[] {
  return hashes.map((hash) => hash.toString('hex'));
}

/** What its owner did, by proofs that the statement holds. */
function ownEvent(action: AuditAction, userId: string, id: string, { address, requestId }: Origin) {
  return {
    ...{ action, outcome: 'success' as const, details: { id } },
    actor: { type: 'user' as const, id: userId },
    target: { type: 'user', id: userId },
    ...{ address, requestId },
  };
}
