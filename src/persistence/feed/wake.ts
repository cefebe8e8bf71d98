import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
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
  private client: pg.Client | undefined;
  private pending = false;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly enabled: boolean,
  ) {}

  async listen(onWake: () => void): Promise<void> {
    if (!this.enabled || this.closed) return;
    const client = new pg.Client({ connectionString: this.database.url, application_name: 'latchkey listener' });
    client.on('notification', onWake);
    client.on('error', () => undefined);
    client.on('end', () => void this.listenAgain(onWake));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.client = client;
    } catch {
      // the connection's end brings us back; until then polling serves
    }
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
    await this.client?.end().catch(() => undefined);
  }

  private async listenAgain(onWake: () => void): Promise<void> {
    this.client = undefined;
    await sleep(RETRY, undefined, { ref: false });
    await this.listen(onWake);
  }
}
