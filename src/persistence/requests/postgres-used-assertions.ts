import { Injectable } from '@nestjs/common';
import { UsedAssertions } from '../../oauth/stores/used-assertions.js';
import { Database, type HotStatement } from '../database/database.js';

/** One row for each use; what has expired may come again, whether or not it was swept away yet. */
const USE: HotStatement = {
  name: 'assertion_use',
  text: `INSERT INTO used_assertions AS u (hash, expires_at) VALUES ($1, $2)
         ON CONFLICT (hash) DO UPDATE SET expires_at = excluded.expires_at WHERE u.expires_at < $3
         RETURNING 1`,
};

@Injectable()
export class PostgresUsedAssertions extends UsedAssertions {
  constructor(private readonly database: Database) {
    super();
  }

  async use(hash: Buffer, now: Date, until: Date): Promise<boolean> {
    return (await this.database.run(USE, [hash, until, now])).length > 0;
  }
}
