import { Injectable } from '@nestjs/common';
import { type Payer, SHORT_LIVED_KEPT, StoreBounds } from '../../bounds/store-bounds.js';
import { type PresentedRequest, type PushedRequest, PushedRequests } from '../../oauth/stores/pushed-requests.js';
import { Database, type HotStatement } from '../database/database.js';

/** Bytes of a row beside its parameters. */
const ROW = 200;

const PUSH: HotStatement = {
  name: 'pushed_request_push',
  text: `INSERT INTO pushed_requests (handle_hash, application_id, parameters, expires_at, application_epoch)
         VALUES ($1, $2, $3, $4, (SELECT epoch FROM applications WHERE id = $2))`,
};

/** Not one that its application pushed before everything of it was ended. */
const FIND: HotStatement = {
  name: 'pushed_request_find',
  text: `SELECT application_id, parameters, coalesce(present_by, expires_at) AS expires_at, used_at,
               present_by IS NOT NULL AS stays
           FROM pushed_requests p WHERE handle_hash = $1
            AND NOT EXISTS (SELECT FROM applications a WHERE a.id = p.application_id AND a.epoch > p.application_epoch)`,
};

/** Once: a request counts for one caller. */
const STAY: HotStatement = {
  name: 'pushed_request_stay',
  text: `UPDATE pushed_requests SET present_by = expires_at, expires_at = $2
          WHERE handle_hash = $1 AND present_by IS NULL AND used_at IS NULL RETURNING 1`,
};

/** From then on it is swept when it would have been without having stayed. */
const USE: HotStatement = {
  name: 'pushed_request_use',
  text: `UPDATE pushed_requests p SET used_at = $2, expires_at = coalesce(p.present_by, p.expires_at)
           FROM (SELECT handle_hash, present_by, expires_at FROM pushed_requests WHERE handle_hash = $1 FOR UPDATE) kept
          WHERE p.handle_hash = kept.handle_hash AND p.used_at IS NULL
      RETURNING CASE WHEN kept.present_by IS NOT NULL THEN kept.expires_at END AS stayed`,
};

interface PushedRow {
  application_id: string;
  parameters: string;
  expires_at: Date;
  used_at: Date | null;
  stays: boolean;
}

@Injectable()
export class PostgresPushedRequests extends PushedRequests {
  constructor(
    private readonly database: Database,
    private readonly bounds: StoreBounds,
  ) {
    super();
  }

  async push(hash: Buffer, request: Omit<PushedRequest, 'used' | 'stays'>, caller: Payer): Promise<void> {
    const { applicationId, parameters, expiresAt } = request;
    const until = new Date(expiresAt.getTime() + SHORT_LIVED_KEPT);
    this.bounds.enforce('pushed_requests', caller, { bytes: ROW + Buffer.byteLength(parameters), until });
    await this.database.run(PUSH, [hash, applicationId, parameters, expiresAt]);
  }

  async find(hash: Buffer): Promise<PushedRequest | undefined> {
    const [row] = await this.database.run<PushedRow>(FIND, [hash]);
    return (
      row && {
        applicationId: row.application_id,
        parameters: row.parameters,
        expiresAt: row.expires_at,
        used: row.used_at !== null,
        stays: row.stays,
      }
    );
  }

  async stay({ hash, bytes }: PresentedRequest, until: Date, caller: string): Promise<void> {
    if (!this.bounds.hasPlenty('kept_requests', caller)) return;
    const row = { bytes: ROW + bytes, until };
    if (this.bounds.take('kept_requests', caller, row) !== undefined) return;
    const expiresAt = new Date(until.getTime() - SHORT_LIVED_KEPT);
    const kept = await this.database.run(STAY, [hash, expiresAt]);
    if (kept.length === 0) this.bounds.giveBack('kept_requests', caller, row);
  }

  async use({ hash, bytes }: PresentedRequest, now: Date, caller: string): Promise<boolean> {
    const [used] = await this.database.run<{ stayed: Date | null }>(USE, [hash, now]);
    if (used?.stayed) {
      const until = new Date(used.stayed.getTime() + SHORT_LIVED_KEPT);
      this.bounds.giveBack('kept_requests', caller, { bytes: ROW + bytes, until });
    }
    return used !== undefined;
  }
}
