import { Injectable } from '@nestjs/common';
import { type Payer, StoreBounds } from '../../bounds/store-bounds.js';
import { UsedAssertions } from '../../oauth/stores/used-assertions.js';
import { Database, type HotStatement } from '../database/database.js';

/** Bytes of a row. */
const ROW = 120;

/** One row for each use; what has expired may come again, whether or not it was swept away yet. */
const USE: HotStatement = {
  name: 'assertion_use',
  text: `INSERT INTO used_assertions AS u (hash, expires_at) VALUES ($1, $2)
         ON CONFLICT (hash) DO UPDATE SET expires_at = excluded.expires_at WHERE u.expires_at < $3
         RETURNING 1`,
};

@Injectable()
export class PostgresUsedAssertions extends UsedAssertions {
  constructor(
    private readonly database: Database,
    private readonly bounds: StoreBounds,
  ) {
    super();
  }

  async use(hash: Buffer, now: Date, until: Date, caller: Payer): Promise<boolean> {
    this.bounds.enforce('used_assertions', caller, { bytes: ROW, until });
    return (await this.database.run(USE, [hash, until, now])).length > 0;
  }
}
