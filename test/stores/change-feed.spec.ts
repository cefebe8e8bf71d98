import { randomUUID } from 'node:crypto';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AccessTokenClaims } from '../../src/oauth/tokens/access-token.js';
import { Revocations } from '../../src/oauth/tokens/revocations.js';
import { type Change, ChangeFeed } from '../../src/persistence/feed/change-feed.js';
import { Database } from '../../src/persistence/database/database.js';
import { FeedCache } from '../../src/persistence/feed/feed-cache.js';
import { FeedConnection } from '../../src/persistence/feed/feed-connection.js';
import { Wake } from '../../src/persistence/feed/wake.js';
import { CuttableDatabase } from '../support/cuttable-database.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { TestClock } from '../support/test-clock.js';
import { eventually } from '../support/eventually.js';

/** What one node remembers, and how it hears of changes. */
interface Node {
  feed: ChangeFeed;
  wake: CountedWake;
  connection: CountedConnection;
  database: Database;
  revocations: Revocations;
  clock: TestClock;
  /** Every subject of a changed application, in the order heard; undefined: all may have changed. */
  heard: (string | undefined)[];
}

interface NodeOptions {
  url?: string;
  notify?: boolean;
  connection?: CountedConnection;
}

const BOUND = { interval: 20 };
/** Of names that are absent. */
const MORE_THAN_ARE_REMEMBERED = 6000;

let database: TestDatabase;
const nodes: Node[] = [];

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

beforeEach(() => database.query('DELETE FROM change_feed'));
afterEach(async () => {
  for (const node of nodes.splice(0)) {
    await node.feed.stop();
    await node.database.close();
  }
});

class CountedConnection extends FeedConnection {
  begun = 0;
  ended = 0;
  /** Changes that the readings showed. */
  shown = 0;
  /** What each reading was given, in milliseconds; undefined: as long as any statement of the feed. */
  readonly patience: (number | undefined)[] = [];

  override async run<Row extends pg.QueryResultRow>(...query: Parameters<FeedConnection['run']>): Promise<Row[]> {
    this.begun++;
    this.patience.push(query[2]);
    const rows = await super.run<Row>(...query);
    this.ended++;
    this.shown += rows.filter(({ seq }) => seq !== null && seq !== undefined).length;
    return rows;
  }
}

/** Resolves after the node has read the feed three more times. */
async function severalReadings({ connection }: Node): Promise<void> {
  const before = connection.ended;
  await eventually(
    () => connection.ended - before,
    (value) => expect(value).toBeGreaterThanOrEqual(3),
    BOUND,
  );
}

class CountedWake extends Wake {
  woken = 0;

  override listen(onWake: () => void): Promise<void> {
    return super.listen(() => {
      this.woken++;
      onWake();
    });
  }
}

async function startNode({
  url = database.url,
  notify = false,
  connection = new CountedConnection(url),
}: NodeOptions = {}): Promise<Node> {
  const clock = new TestClock();
  const own = new Database(url);
  const revocations = new Revocations();
  const wake = new CountedWake(own, notify);
  const feed = new ChangeFeed(connection, revocations, clock, wake);
  const node: Node = { feed, wake, connection, database: own, revocations, clock, heard: [] };
  feed.subscribe('application', (subject) => node.heard.push(subject));
  await feed.start();
  node.heard.length = 0; // at the start everything may have changed
  nodes.push(node);
  return node;
}

async function record(node: Node, ...changes: Change[]): Promise<void> {
  await node.database.transaction((tx) => node.feed.record(tx, changes));
}

const application = (subject: string): Change => ({ kind: 'application', subject });
const inAnHour = () => new Date(Date.now() + 3_600_000);
const token = (jti: string): Change => ({ kind: 'token', subject: jti, until: inAnHour() });

function claimsOf(jti: string): AccessTokenClaims {
  return { iss: '', sub: 'user', aud: '', client_id: 'client', scope: '', jti, iat: 0, exp: 0, epoch: '0.0' };
}

/** A transaction that has recorded a change and is still open. */
async function openTransaction(subject: string) {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO change_feed (kind, subject, until) VALUES ('application', $1, now() + interval '1 hour')`,
    [subject],
  );
  return {
    commit: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
}

describe('a change that another node makes', () => {
  it('is heard within two seconds by polling alone', async () => {
    const [writer, reader] = [await startNode(), await startNode()];
    await record(writer, application('a'), token('t'));
    await eventually(
      () => reader.heard,
      (value) => expect(value).toEqual(['a']),
      BOUND,
    );
    expect(reader.revocations.has(claimsOf('t'))).toBe(true);
    expect(reader.revocations.has(claimsOf('another'))).toBe(false);
  });

  it('wakes the others with NOTIFY, and is heard', async () => {
    const [writer, reader] = [await startNode({ notify: true }), await startNode({ notify: true })];
    for (let i = 0; i < 5; i++) {
      await record(writer, application(`a${String(i)}`));
      writer.feed.published([application(`a${String(i)}`)]);
      await eventually(
        () => reader.heard.at(-1),
        (value) => expect(value).toBe(`a${String(i)}`),
      );
    }
    await eventually(
      () => reader.wake.woken,
      (value) => expect(value).toBeGreaterThan(0),
    );
  });

  it('is heard exactly once', async () => {
    const reader = await startNode();
    await record(reader, application('a'));
    await eventually(
      () => reader.heard,
      (value) => expect(value).toEqual(['a']),
      BOUND,
    );
    await severalReadings(reader);
    expect(reader.heard).toEqual(['a']);
  });

  it('is known to a node that starts later', async () => {
    await record(await startNode(), token('t'));
    expect((await startNode()).revocations.has(claimsOf('t'))).toBe(true);
  });

  it('is heard by the node that makes it as soon as it is published', async () => {
    const node = await startNode();
    await record(node, token('t'));
    node.feed.published([token('t')]);
    expect(node.revocations.has(claimsOf('t'))).toBe(true);
  });

  it('is not heard when its transaction is rolled back', async () => {
    const reader = await startNode();
    const failing = reader.database.transaction(async (tx) => {
      await reader.feed.record(tx, [token('t')]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await severalReadings(reader);
    expect(reader.revocations.size).toBe(0);
  });
});

describe('commits out of order', () => {
  it('are not missed: a transaction that recorded first and commits last is heard', async () => {
    const reader = await startNode();
    const early = await openTransaction('early');
    await record(reader, application('late'));
    await eventually(
      () => reader.heard,
      (value) => expect(value).toEqual(['late']),
      BOUND,
    );
    await severalReadings(reader);
    await record(reader, application('later'));
    await early.commit();
    await eventually(
      () => [...reader.heard].sort(),
      (value) => expect(value).toEqual(['early', 'late', 'later']),
      BOUND,
    );
  });

  it('have nothing read again for as long as one of them is open', async () => {
    const reader = await startNode();
    const early = await openTransaction('early');
    await record(reader, application('late'), token('t'));
    await eventually(
      () => reader.heard,
      (value) => expect(value).toEqual(['late']),
      BOUND,
    );
    await severalReadings(reader);
    expect(reader.connection.shown).toBe(2);
    await early.commit();
    await eventually(
      () => reader.heard,
      (value) => expect(value).toEqual(['late', 'early']),
      BOUND,
    );
  });

  it('are not missed by a node that started while the transaction was open', async () => {
    const early = await openTransaction('early');
    const reader = await startNode();
    await early.commit();
    await eventually(
      () => reader.heard,
      (value) => expect(value).toEqual(['early']),
      BOUND,
    );
  });

  it('are heard exactly once each, of two hundred writers at once', async () => {
    const reader = await startNode({ notify: true });
    const subjects = Array.from({ length: 200 }, () => randomUUID());
    const writers = subjects.map(async (subject, i) => {
      await sleep(Math.random() * 1500);
      await database.query(
        `WITH told AS (INSERT INTO change_feed (kind, subject, until)
                       VALUES ('application', $1, now() + interval '1 hour') RETURNING 1)
         SELECT pg_sleep($2) FROM told`,
        [subject, (i % 10) / 10],
      );
    });
    await Promise.all(writers);
    await eventually(
      () => reader.heard.length,
      (value) => expect(value).toBe(200),
    );
    expect([...reader.heard].sort()).toEqual([...subjects].sort());
  });
});

describe('a cache behind the feed', () => {
  function cacheOf(node: Node) {
    const loads: string[] = [];
    const cache = new FeedCache(
      node.feed,
      'application',
      (key) => {
        loads.push(key);
        return Promise.resolve(`${key} as of look ${String(loads.length)}`);
      },
      { entries: 100, mebibytes: 1 },
    );
    return { cache, loads };
  }

  it('asks once and then remembers, absence included', async () => {
    const { cache, loads } = cacheOf(await startNode());
    expect(await Promise.all([cache.get('a'), cache.get('a')])).toEqual(['a as of look 1', 'a as of look 1']);
    expect(cache.get('a')).toBe('a as of look 1');
    expect(loads).toEqual(['a']);
  });

  it('forgets what another node changed, and nothing else', async () => {
    const [writer, reader] = [await startNode(), await startNode()];
    const { cache } = cacheOf(reader);
    await cache.get('a');
    await cache.get('b');
    await record(writer, application('a'));
    await eventually(
      () => cache.get('a'),
      (value) => expect(value).toBe('a as of look 3'),
      BOUND,
    );
    expect(cache.get('b')).toBe('b as of look 2');
  });

  it('does not remember what it read while the change was under way', async () => {
    const node = await startNode();
    let answer: (value: string) => void = () => undefined;
    const cache = new FeedCache(node.feed, 'application', () => new Promise<string>((resolve) => (answer = resolve)), {
      entries: 100,
      mebibytes: 1,
    });
    const reading = cache.get('a');
    node.feed.published([application('a')]);
    answer('old');
    expect(await reading).toBe('old');
    const again = cache.get('a');
    answer('new');
    expect(await again).toBe('new');
    expect(cache.get('a')).toBe('new');
  });

  it('remembers absence apart: names made up, however many and long, drive no row out', async () => {
    const node = await startNode();
    const loads: string[] = [];
    const cache = new FeedCache(
      node.feed,
      'application',
      (key) => {
        loads.push(key);
        return Promise.resolve(key === 'here' ? 'row' : undefined);
      },
      { entries: 2, mebibytes: 1 },
    );
    await cache.get('here');
    const unknown = (i: number) => `unknown ${String(i)} ${'x'.repeat(200)}`;
    for (let i = 0; i < MORE_THAN_ARE_REMEMBERED; i++) {
      await cache.get(unknown(i));
      // the feed goes on reading
      if (i % 100 === 0) await setImmediate();
    }
    const last = unknown(MORE_THAN_ARE_REMEMBERED);
    await eventually(
      () => node.feed.isFresh(),
      (value) => expect(value).toBe(true),
    );
    await cache.get(last);
    const looks = loads.length;
    expect(cache.get('here')).toBe('row');
    expect(cache.get(last)).toBeUndefined();
    expect(loads).toHaveLength(looks);
    node.feed.published([application(last)]);
    await cache.get(last);
    expect(loads).toHaveLength(looks + 1);
  });

  it('does not remember a failure', async () => {
    const node = await startNode();
    let fails = true;
    const load = () => (fails ? Promise.reject(new Error('away')) : Promise.resolve('here'));
    const cache = new FeedCache(node.feed, 'application', load, { entries: 100, mebibytes: 1 });
    await expect(cache.get('a')).rejects.toThrow('away');
    fails = false;
    expect(await cache.get('a')).toBe('here');
  });
});

describe('a silent feed', () => {
  let wire: CuttableDatabase;
  beforeEach(async () => {
    wire = await CuttableDatabase.to(database.url);
  });
  afterEach(() => wire.close());

  it('makes memory worthless after two seconds, and trustworthy again when it is back', async () => {
    const node = await startNode({ connection: new CountedConnection(wire.url) });
    const loads: string[] = [];
    const cache = new FeedCache(
      node.feed,
      'application',
      (key) => {
        loads.push(key);
        return Promise.resolve(key);
      },
      { entries: 100, mebibytes: 1 },
    );
    await cache.get('a');
    expect(node.feed.isFresh()).toBe(true);
    wire.cut();
    await eventually(
      () => node.feed.isFresh(),
      (value) => expect(value).toBe(false),
    );
    await cache.get('a');
    await cache.get('a');
    expect(loads).toHaveLength(3); // the database was asked each time

    await record(node, application('a'));
    wire.mend();
    await eventually(
      () => node.feed.isFresh(),
      (value) => expect(value).toBe(true),
    );
    expect(node.heard).toEqual(['a']); // what happened meanwhile is heard first
    await cache.get('a');
    void cache.get('a');
    expect(loads).toHaveLength(4);
  });

  it('is silent too when the wire swallows everything', async () => {
    const node = await startNode({ connection: new CountedConnection(wire.url) });
    wire.stall();
    await eventually(
      () => node.feed.isFresh(),
      (value) => expect(value).toBe(false),
    );
    const begun = node.connection.begun;
    await eventually(
      () => node.connection.begun,
      (value) => expect(value).toBeGreaterThan(begun),
    );
    wire.mend();
    await eventually(
      () => node.feed.isFresh(),
      (value) => expect(value).toBe(true),
    );
  });

  it('of five minutes empties the caches: entries that told of changes may be gone', async () => {
    const node = await startNode();
    // the faked one begins at 0
    const passed = performance.now();
    jest.useFakeTimers({
      doNotFake: [
        'Date',
        'hrtime',
        'nextTick',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
      ],
    });
    try {
      jest.advanceTimersByTime(passed + 900_000);
      expect(node.feed.isFresh()).toBe(false);
      await eventually(
        () => node.heard,
        (value) => expect(value).toStrictEqual([undefined]),
        BOUND,
      );
      await eventually(
        () => node.feed.isFresh(),
        (value) => expect(value).toBe(true),
        BOUND,
      );
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('a machine that was suspended', () => {
  const MINUTES_15 = 900_000;
  // that the two clocks differ
  beforeEach(() => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** The database's time goes on meanwhile. */
  class SuspendedConnection extends CountedConnection {
    asleep = 0;

    override async run<Row extends pg.QueryResultRow>(...query: Parameters<FeedConnection['run']>): Promise<Row[]> {
      const { asleep } = this;
      const later = ({ at }: pg.QueryResultRow) => new Date((at as Date).getTime() + asleep);
      return (await super.run<Row>(...query)).map((row) => ({ ...row, at: later(row) }));
    }
  }

  /** The time of day by which it differs, for as long as the work takes. */
  async function withTimeOfDay(ahead: number, work: () => Promise<void>): Promise<void> {
    const now = Date.now.bind(Date);
    const timeOfDay = jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
    try {
      await work();
    } finally {
      timeOfDay.mockRestore();
    }
  }

  it('empties the caches once it reads the feed: entries that told of changes may be gone', async () => {
    const connection = new SuspendedConnection(database.url);
    const node = await startNode({ connection });
    connection.asleep = MINUTES_15;
    await eventually(
      () => node.heard,
      (value) => expect(value).toStrictEqual([undefined]),
      BOUND,
    );
    await severalReadings(node);
    expect(node.heard).toStrictEqual([undefined]);
  });

  it('trusts its memory only once it has read the feed', async () => {
    const node = await startNode();
    await withTimeOfDay(MINUTES_15, async () => {
      expect(node.feed.isFresh()).toBe(false);
      await eventually(
        () => node.feed.isFresh(),
        (value) => expect(value).toBe(true),
        BOUND,
      );
    });
    // back again
    expect(node.feed.isFresh()).toBe(true);
  });

  it('finds a feed that is silent so, also after the time of day was set back', async () => {
    const wire = await CuttableDatabase.to(database.url);
    const node = await startNode({ connection: new CountedConnection(wire.url) });
    wire.cut();
    await withTimeOfDay(-MINUTES_15, () =>
      eventually(
        () => node.feed.isFresh(),
        (value) => expect(value).toBe(false),
        BOUND,
      ),
    );
    await wire.close();
  });
});

describe('everything that is in force', () => {
  it('may take longer to read than what is new since', async () => {
    const node = await startNode();
    await severalReadings(node);
    expect(node.connection.patience.slice(0, 4)).toEqual([30_000, 30_000, undefined, undefined]);
  });

  it('is read page by page, and so is what arrives at once', async () => {
    const some = (prefix: string) => Array.from({ length: 4500 }, (_, i) => token(`${prefix}${String(i)}`));
    const early = await startNode();
    await record(early, ...some('a'));
    await record(early, ...some('b'));
    const late = await startNode();
    expect(late.connection.ended).toBeGreaterThanOrEqual(5);
    expect(late.revocations.size).toBe(9000);
    await eventually(
      () => early.revocations.size,
      (value) => expect(value).toBe(9000),
      BOUND,
    );
  });
});

describe('a database that was set back, by a restore or a failover', () => {
  /** Its first reading shows a history that the database has lost since. */
  class AheadOfTime extends CountedConnection {
    override async run<Row extends pg.QueryResultRow>(...query: Parameters<FeedConnection['run']>): Promise<Row[]> {
      const rows = await super.run<Row>(...query);
      return this.ended > 2 ? rows : rows.map((row) => ({ ...row, snapshot: '999999999999:999999999999:' }));
    }
  }

  it('is followed from its new horizon, with empty caches', async () => {
    const node = await startNode({ connection: new AheadOfTime(database.url) });
    await record(node, application('a'), token('t'));
    await eventually(
      () => node.heard,
      (value) => expect(value).toStrictEqual([undefined, 'a']),
      BOUND,
    );
    expect(node.revocations.has(claimsOf('t'))).toBe(true);
  });

  /** Before the failover it saw a horizon that the new server reaches by transactions of its own. */
  class FailedOver extends CountedConnection {
    hasFailedOver = false;

    override async run<Row extends pg.QueryResultRow>(...query: Parameters<FeedConnection['run']>): Promise<Row[]> {
      const rows = await super.run<Row>(...query);
      return this.hasFailedOver ? rows : rows.map((row) => ({ ...row, server: 'the former one' }));
    }
  }

  it('is read from the beginning where the other server has gone beyond the horizon meanwhile', async () => {
    const connection = new FailedOver(database.url);
    const node = await startNode({ connection });
    await severalReadings(node);
    // what the former server had counted further than its copy: the entry lies below the horizon that the node knows
    await database.query(`INSERT INTO change_feed (kind, subject, until, txid)
                          VALUES ('token', 't', now() + interval '1 hour', '100'::xid8)`);
    await severalReadings(node);
    expect(node.revocations.has(claimsOf('t'))).toBe(false);
    connection.hasFailedOver = true;
    await eventually(
      () => node.revocations.has(claimsOf('t')),
      (value) => expect(value).toBe(true),
      BOUND,
    );
    expect(node.heard).toContain(undefined);
  });
});

describe('a database that was restored from a dump of another server', () => {
  it('has its entries read once, and not again at each reading', async () => {
    await database.query(`INSERT INTO change_feed (kind, subject, until, txid)
                          VALUES ('token', 't', now() + interval '1 hour', '999999999999'::xid8)`);
    const node = await startNode();
    expect(node.revocations.has(claimsOf('t'))).toBe(true);
    const [row] = await database.query<{ low: boolean }>(
      'SELECT txid < pg_snapshot_xmax(pg_current_snapshot()) AS low FROM change_feed',
    );
    expect(row?.low).toBe(true);
  });
});

describe('a revocation of expired tokens', () => {
  it('is forgotten', async () => {
    const node = await startNode();
    await record(node, token('t'));
    await eventually(
      () => node.revocations.size,
      (value) => expect(value).toBe(1),
      BOUND,
    );
    node.clock.advance(3601);
    await eventually(
      () => node.revocations.size,
      (value) => expect(value).toBe(0),
      BOUND,
    );
  });
});
