import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Clock } from '../../clock/clock.js';
import type { Database, HotStatement } from './database.js';

interface CounterLimits {
  /** What is counted; no two counters share it. */
  prefix: string;
  /** How often it may happen. */
  points: number;
  /** Seconds from the first of them, in which they count. */
  duration: number;
}

/** What the library sends: a key, points, when their count ends and what time it is, in milliseconds. */
interface LibraryQuery {
  name: string;
  text: string;
  values: [key: string, points?: number, end?: number, now?: number];
}

interface CounterRow {
  points: number;
  expire: string;
}

const READ: HotStatement = {
  name: 'counter_read',
  text: 'SELECT points, expire FROM attempts WHERE key = $1 AND expire > $2',
};
/** A count that ended meanwhile gives nothing for the next one. */
const GIVE_BACK: HotStatement = {
  name: 'counter_give_back',
  text: 'UPDATE attempts SET points = points - 1 WHERE key = $1 AND expire > $2 AND points > 0',
};

/** How often something happened, for each key, on all nodes together; by the time that they agree on. */
export class Counter {
  private readonly library: RateLimiterPostgres;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    { prefix, points, duration }: CounterLimits,
  ) {
    this.library = new RateLimiterPostgres({
      storeClient: { query: (query: LibraryQuery) => this.send(query) },
      storeType: 'pool',
      tableName: 'attempts',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: prefix,
      points,
      duration,
    });
  }

  /**
   * Counts one before it happens. Undefined: it may happen, else how many seconds to wait. Of many at once no more pass than
   * may happen; once those have, others are refused without a write. One after the other of each key: a flood of one holds
   * one connection to the database.
   */
  admit(key: string): Promise<number | undefined> {
    return this.database.turns.take([this.library.getKey(key)], () => this.admitOne(key));
  }

  private async admitOne(key: string): Promise<number | undefined> {
    const now = this.clock.now().getTime();
    const [made] = await this.database.run<CounterRow>(READ, [this.library.getKey(key), now]);
    if (made !== undefined && made.points >= this.library.points) return secondsOf(Number(made.expire) - now);
    const { consumedPoints, msBeforeNext } = await this.library.penalty(key);
    return consumedPoints > this.library.points ? secondsOf(msBeforeNext) : undefined;
  }

  /** Takes back what `admit` counted. */
  async giveBack(key: string): Promise<void> {
    await this.database.run(GIVE_BACK, [this.library.getKey(key), this.clock.now().getTime()]);
  }

  /** Counts one that happened, also beyond how often it may. */
  async count(key: string): Promise<void> {
    await this.library.penalty(key);
  }

  async clear(key: string): Promise<void> {
    await this.library.delete(key);
  }

  /** The library's counters begin and end by the clock of the machine: two nodes would not agree on them. */
  private async send({ name, text, values: [key, points, end, now] }: LibraryQuery) {
    if (end === undefined || now === undefined) return answer(await this.database.run({ name, text }, [key]));
    const ahead = this.clock.now().getTime() - now;
    const rows = await this.database.run<CounterRow>({ name, text }, [key, points, end + ahead, now + ahead]);
    return answer(rows.map((row) => ({ ...row, expire: Number(row.expire) - ahead })));
  }
}

function answer(rows: readonly unknown[]) {
  return { rows, rowCount: rows.length };
}

function secondsOf(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
