import { Injectable } from '@nestjs/common';
import { type Payer, SHORT_LIVED_KEPT, StoreBounds } from '../../bounds/store-bounds.js';
import { type PushedRequest, PushedRequests } from '../../oauth/stores/pushed-requests.js';
import { Database, type HotStatement } from '../database/database.js';

/** Bytes of a row beside its parameters. */
const ROW = 200;

const PUSH: HotStatement = {
  name: 'pushed_request_push',
  text: 'INSERT INTO pushed_requests (handle_hash, application_id, parameters, expires_at) VALUES ($1, $2, $3, $4)',
};

const FIND: HotStatement = {
  name: 'pushed_request_find',
  text: `SELECT application_id, parameters, coalesce(present_by, expires_at) AS expires_at, used_at
           FROM pushed_requests WHERE handle_hash = $1`,
};

/** Once: a request counts for one caller. */
const STAY: HotStatement = {
  name: 'pushed_request_stay',
  text: `UPDATE pushed_requests SET present_by = expires_at, expires_at = $2
          WHERE handle_hash = $1 AND present_by IS NULL AND used_at IS NULL
      RETURNING octet_length(parameters) AS bytes`,
};

const USE: HotStatement = {
  name: 'pushed_request_use',
  text: 'UPDATE pushed_requests SET used_at = $2 WHERE handle_hash = $1 AND used_at IS NULL RETURNING 1',
};

interface PushedRow {
  application_id: string;
  parameters: string;
  expires_at: Date;
  used_at: Date | null;
}

@Injectable()
export class PostgresPushedRequests extends PushedRequests {
  constructor(
    private readonly database: Database,
    private readonly bounds: StoreBounds,
  ) {
    super();
  }

  async push(hash: Buffer, request: Omit<PushedRequest, 'used'>, caller: Payer): Promise<void> {
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
      }
    );
  }

  async stay(hash: Buffer, until: Date, caller: string): Promise<void> {
    if (!this.bounds.hasPlenty('kept_requests', caller)) return;
    const expiresAt = new Date(until.getTime() - SHORT_LIVED_KEPT);
    const [row] = await this.database.run<{ bytes: number }>(STAY, [hash, expiresAt]);
    if (row !== undefined) this.bounds.take('kept_requests', caller, { bytes: ROW + row.bytes, until });
  }

  async use(hash: Buffer, now: Date): Promise<boolean> {
    return (await this.database.run(USE, [hash, now])).length > 0;
  }
}
