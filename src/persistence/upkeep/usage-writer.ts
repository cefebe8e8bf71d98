import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database } from '../database/database.js';
import { asOutage } from '../database/outage.js';
import { MILLISECONDS } from '../../protocol/durations.js';

/** Discouraged ways in, counted per day and subject so that an admin can retire them. */
export const DISCOURAGED = ['password_grant', 'api_key_in_query', 'code_without_pkce'] as const;

/** Before the grant type, in the name of the counter of the tokens that one client was issued. */
export const TOKENS_OF_CLIENT = 'tokens:';

/** Counters per day and subject. */
export type Counted =
  (typeof DISCOURAGED)[number] | 'refresh_retried' | 'token_issued' | `${typeof TOKENS_OF_CLIENT}${string}`;

interface LastUse {
  at: Date;
  address: string;
}

const FLUSH_INTERVAL = 2000;
/** Counters that wait for the database: a day's of some thousand clients. */
const MOST_KEPT = 20_000;

/**
 * Notes when and from where credentials were last used, and how often discouraged ways in were taken.
 * Gathered in memory and written every two seconds: traffic costs no writes of its own. What a crash loses is two seconds
 * of "last used"; while the database is away they are kept. Counts whose answer was lost on the way are counted twice.
 */
@Injectable()
export class UsageWriter {
  private secrets = new Map<string, LastUse>();
  private keys = new Map<string, LastUse>();
  private counts = new Map<string, number>();
  private day = { number: NaN, text: '' };
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  secretUsed(secretId: string, address: string): void {
    this.secrets.set(secretId, { at: this.clock.now(), address });
    this.schedule();
  }

  keyUsed(keyId: string, address: string): void {
    this.keys.set(keyId, { at: this.clock.now(), address });
    this.schedule();
  }

  count(what: Counted, subject: string): void {
    const key = `${this.today()} ${what} ${subject}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    this.schedule();
  }

  /** `2026-01-31`. */
  private today(): string {
    const day = Math.floor(this.clock.now().getTime() / MILLISECONDS.day);
    if (day !== this.day.number)
      this.day = { number: day, text: new Date(day * MILLISECONDS.day).toISOString().slice(0, 10) };
    return this.day.text;
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.flushing;
    clearTimeout(this.timer);
    await this.flush();
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.flushing = this.flush().catch(() => {
        this.schedule();
      });
    }, FLUSH_INTERVAL).unref();
  }

  private async flush(): Promise<void> {
    const { secrets, keys, counts } = this;
    this.secrets = new Map();
    this.keys = new Map();
    this.counts = new Map();
    const faults = [
      await this.touch('application_secrets', 'uuid', secrets).catch(
        keeping(() => (this.secrets = later(secrets, this.secrets))),
      ),
      await this.touch('api_keys', 'text', keys).catch(keeping(() => (this.keys = later(keys, this.keys)))),
      await this.add(counts).catch(
        keeping(() => {
          this.keep(counts);
        }),
      ),
    ];
    for (const fault of faults) if (fault !== undefined) throw fault;
  }

  private keep(counts: Map<string, number>): void {
    for (const [key, count] of counts) {
      const further = this.counts.get(key);
      if (further !== undefined || this.counts.size < MOST_KEPT) this.counts.set(key, (further ?? 0) + count);
    }
  }

  /** In the order of their keys, as every process does: two that hold a row each would wait for each other's. */
  private async add(counts: Map<string, number>): Promise<void> {
    if (counts.size === 0) return;
    const rows = [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, count]) => [...key.split(' '), count] as [string, string, string, number]);
    await this.database.pool.query(
      `INSERT INTO usage_counts AS u (day, what, subject, count)
       SELECT * FROM unnest($1::date[], $2::text[], $3::text[], $4::bigint[])
       ON CONFLICT (day, what, subject) DO UPDATE SET count = u.count + excluded.count`,
      [0, 1, 2, 3].map((column) => rows.map((row) => row[column])),
    );
  }

  /** Holds the rows in the order of their keys, too. */
  private async touch(table: 'application_secrets' | 'api_keys', type: 'uuid' | 'text', uses: Map<string, LastUse>) {
    if (uses.size === 0) return;
    await this.database.pool.query(
      `WITH n AS (
         SELECT * FROM unnest($1::${type}[], $2::timestamptz[], $3::inet[]) AS n (id, at, ip)
       ), held AS MATERIALIZED (
         SELECT id FROM ${table} WHERE id IN (SELECT id FROM n) ORDER BY id FOR NO KEY UPDATE
       )
       UPDATE ${table} t SET last_used_at = n.at, last_used_ip = n.ip FROM n JOIN held USING (id)
        WHERE t.id = n.id AND (t.last_used_at IS NULL OR t.last_used_at <= n.at)`,
      [[...uses.keys()], [...uses.values()].map((use) => use.at), [...uses.values()].map((use) => use.address)],
    );
  }
}

/** What the database could not take just now is kept for the next time; what it never takes is not. */
function keeping(keep: () => void): (error: Error) => Error {
  return (error) => {
    if (asOutage(error) !== undefined) keep();
    return error;
  };
}

function later(uses: Map<string, LastUse>, newer: Map<string, LastUse>): Map<string, LastUse> {
  return new Map([...uses, ...newer]);
}
