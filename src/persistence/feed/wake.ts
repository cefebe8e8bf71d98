import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { Connections } from '../database/connections.js';
import type { Database } from '../database/database.js';

const CHANNEL = 'latchkey_changes';
/** Changes of so many milliseconds share one NOTIFY. */
const GATHER = 10;
const RETRY = 1000;

/**
 * Lets nodes wake each other with NOTIFY, so that a change is known everywhere in milliseconds.
 * Only a courtesy: the feed is polled anyway. It is sent after the commit and never inside it,
 * because PostgreSQL lets transactions that notify commit only one after the other.
 */
export class Wake {
  private readonly connections: Connections;
  private client: pg.PoolClient | undefined;
  private pending = false;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly enabled: boolean,
  ) {
    this.connections = new Connections(database.url, { max: 1, application_name: 'latchkey listener' });
  }

  async listen(onWake: () => void): Promise<void> {
    if (!this.enabled || this.closed) return;
    let client: pg.PoolClient;
    try {
      client = await this.connections.connect();
    } catch {
      void this.listenAgain(onWake);
      return;
    }
    // closing waits for this client
    if (this.connections.ending) {
      client.release(true);
      return;
    }
    client.once('end', () => {
      this.release();
      void this.listenAgain(onWake);
    });
    this.client = client;
    // through a pooler that shares sessions nothing would be heard: polling serves
    if (this.connections.isPooled) return this.close();
    client.on('notification', onWake);
    await client.query(`LISTEN ${CHANNEL}`).catch(() => {
      this.release();
    });
  }

  others(): void {
    if (!this.enabled || this.pending || this.closed) return;
    this.pending = true;
    setTimeout(() => {
      this.pending = false;
      this.database.pool.query(`NOTIFY ${CHANNEL}`).catch(() => undefined);
    }, GATHER).unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.release();
    if (!this.connections.ended) await this.connections.end();
  }

  private async listenAgain(onWake: () => void): Promise<void> {
    await sleep(RETRY, undefined, { ref: false });
    await this.listen(onWake);
  }

  private release(): void {
    this.client?.release(true);
    this.client = undefined;
  }
}
