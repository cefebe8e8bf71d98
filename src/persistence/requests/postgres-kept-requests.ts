import { Injectable } from '@nestjs/common';
import { StoreBounds } from '../../bounds/store-bounds.js';
import { KeptRequests } from '../../oauth/stores/kept-requests.js';
import { Database, type HotStatement } from '../database/database.js';

/** Bytes of a row beside the request. */
const ROW = 150;

const KEEP: HotStatement = {
  name: 'kept_request_keep',
  text: 'INSERT INTO kept_requests (handle_hash, sealed, expires_at) VALUES ($1, $2, $3)',
};

const FIND: HotStatement = {
  name: 'kept_request_find',
  text: 'SELECT sealed FROM kept_requests WHERE handle_hash = $1',
};

@Injectable()
export class PostgresKeptRequests extends KeptRequests {
  constructor(
    private readonly database: Database,
    private readonly bounds: StoreBounds,
  ) {
    super();
  }

  async keep(hash: Buffer, sealed: Buffer, expiresAt: Date, caller: string): Promise<void> {
    this.bounds.enforce('kept_requests', caller, { bytes: ROW + sealed.length, until: expiresAt });
    await this.database.run(KEEP, [hash, sealed, expiresAt]);
  }

  hasPlenty(caller: string): boolean {
    return this.bounds.hasPlenty('kept_requests', caller);
  }

  async find(hash: Buffer): Promise<Buffer | undefined> {
    const [row] = await this.database.run<{ sealed: Buffer }>(FIND, [hash]);
    return row?.sealed;
  }
}
