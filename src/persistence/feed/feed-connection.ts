import type pg from 'pg';
import { Connections, type PreparedStatements } from '../database/connections.js';
import type { HotStatement } from '../database/database.js';

/** Milliseconds after which the feed counts as stale. */
const TIMEOUT_MS = 1500;

/**
 * The change feed's own connection. However many requests queue for the pool, the feed is read on time: otherwise a
 * busy node would stop trusting its memory and ask the database even more.
 */
export class FeedConnection {
  private readonly pool: Connections;

  constructor(url: string, preparedStatements: PreparedStatements = 'auto') {
    this.pool = new Connections(url, {
      max: 1,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      idleTimeoutMillis: 0,
      application_name: 'latchkey feed',
      preparedStatements,
    });
  }

  /** `patience`: milliseconds after which the reading fails. */
  async run<Row extends pg.QueryResultRow>(
    statement: HotStatement,
    values: unknown[],
    patience = TIMEOUT_MS,
  ): Promise<Row[]> {
    const { name, text } = statement;
    const query = { name, text, values, query_timeout: patience };
    return (await this.pool.prepared<Row>(query)).rows;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
