import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/persistence/database/database.js';
import { GatheredStatement } from '../../src/persistence/database/gathered-statement.js';
import { TemporarilyUnavailable } from '../../src/protocol/refusal.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type HeldRow, holdRow, holdTable, waitersOf } from '../support/held-row.js';

const ADD = {
  name: 'note_add',
  columns: { id: 'int', text: 'text' },
  locks: 'id',
  text: ', added AS (INSERT INTO notes (id, text, txid) SELECT id, text, txid_current() FROM r RETURNING id) SELECT caller::int, id FROM added JOIN r USING (id)',
} as const;
const RAISE = {
  name: 'note_raise',
  columns: { id: 'int' },
  locks: 'id',
  text: ' UPDATE notes n SET raised = n.raised + 1, raised_in = n.raised_in || txid_current() FROM r WHERE n.id = r.id RETURNING r.caller::int, n.raised',
} as const;

let own: TestDatabase;
let database: Database;
let add: GatheredStatement<'id' | 'text', { id: number }>;
let raise: GatheredStatement<'id', { raised: number }>;

beforeAll(async () => {
  own = await createDatabase();
  await own.query(
    `CREATE TABLE notes (id int PRIMARY KEY, text text NOT NULL, raised int DEFAULT 0, txid bigint,
                         raised_in bigint[] DEFAULT '{}')`,
  );
  database = new Database(own.url);
});
beforeEach(async () => {
  await own.query('TRUNCATE notes');
  add = new GatheredStatement(database, ADD);
  raise = new GatheredStatement(database, RAISE);
});
afterAll(async () => {
  await database.close();
  await own.drop();
});

const ids = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const notes = () =>
  own.query<{ id: number; text: string; txid: string; raised: number }>('SELECT * FROM notes ORDER BY id');

describe('a gathered statement', () => {
  it('gives every caller its own row, in any order of the calls', async () => {
    const given = ids(200).sort(() => Math.random() - 0.5);
    const rows = await Promise.all(given.map((id) => add.run({ id, text: `"${String(id)}\\ {ä},` })));
    expect(rows.map((row) => row?.id)).toEqual(given);
    expect((await notes()).map(({ text }) => text)).toEqual(ids(200).map((id) => `"${String(id)}\\ {ä},`));
  });

  it('shares its commits among concurrent callers', async () => {
    await Promise.all(ids(200).map((id) => add.run({ id, text: 'x' })));
    const commits = new Set((await notes()).map(({ txid }) => txid)).size;
    expect(commits).toBeLessThan(20);
  });

  it('answers undefined exactly to the callers for which it did nothing', async () => {
    await add.run({ id: 2, text: 'x' });
    const rows = await Promise.all([1, 2, 3].map((id) => raise.run({ id })));
    expect(rows.map((row) => row?.raised)).toEqual([undefined, 1, undefined]);
  });

  it('acts once on a row that several callers name', async () => {
    await add.run({ id: 1, text: 'x' });
    const rows = await Promise.all(ids(10).map(() => raise.run({ id: 1 })));
    const [note] = await own.query<{ raised: number; raised_in: string[] }>('SELECT raised, raised_in FROM notes');
    const acted = rows.flatMap((row) => row?.raised ?? []);
    // one caller of each statement is answered, and ten callers share fewer than ten statements
    expect(acted.length).toBeGreaterThan(0);
    expect(acted.length).toBeLessThan(10);
    expect([...acted].sort((a, b) => a - b)).toEqual(ids(acted.length));
    expect(note?.raised).toBe(acted.length);
    expect(new Set(note?.raised_in).size).toBe(acted.length);
  });

  it("keeps one caller's fault from the others", async () => {
    const results = await Promise.allSettled(
      ids(50).map((id) => add.run({ id: id === 20 ? 19 : id, text: id === 30 ? null : 'x' })),
    );
    const failed = results.flatMap((result, i) => (result.status === 'rejected' ? [i + 1] : []));
    expect(failed).toHaveLength(2);
    expect(failed).toContain(30);
    expect(await notes()).toHaveLength(48);
  });

  it('continues for waiting callers while the statements in progress fail', async () => {
    await expect(add.run({ id: 1, text: null })).rejects.toMatchObject({ code: '23502' });
    await expect(add.run({ id: 1, text: 'x' })).resolves.toMatchObject({ id: 1 });
  });

  it('outlives two nodes that lock the same rows', async () => {
    const other = new Database(own.url);
    const others = new GatheredStatement<'id', { raised: number }>(other, RAISE);
    await Promise.all(ids(40).map((id) => add.run({ id, text: 'x' })));
    const calls = Array.from({ length: 10 }, () => ids(40)).flat();
    const rows = await Promise.all([
      ...calls.map((id) => raise.run({ id })),
      ...[...calls].reverse().map((id) => others.run({ id })),
    ]);
    const raised = await own.query<{ raised: number }>('SELECT raised FROM notes');
    expect(raised.map((note) => note.raised)).not.toContain(0);
    const total = raised.reduce((sum, note) => sum + note.raised, 0);
    expect(rows.filter((row) => row !== undefined)).toHaveLength(total);
    await other.close();
  });
});

describe('a row that is held', () => {
  const hold = (id: number) => holdRow(own, 'notes', { id: String(id) });
  const raised = async () => (await notes()).map((note) => note.raised);

  it('stops no other caller, also where it is asked for again and again', async () => {
    await Promise.all(ids(4).map((id) => add.run({ id, text: 'x' })));
    const held = await Promise.all([1, 2, 3].map(hold));
    const waiting = [];
    for (const id of [1, 2, 3, 1, 1]) {
      waiting.push(raise.run({ id }));
      await setImmediate(); // each in a statement of its own while there is one
    }
    await held[0]?.waiting(2);
    await expect(raise.run({ id: 4 })).resolves.toMatchObject({ raised: 1 });
    await Promise.all(held.map((row) => row.release()));
    await Promise.all(waiting);
    expect(await raised()).not.toContain(0);
  });

  it('stops no caller that shares a statement with callers of many such rows', async () => {
    await Promise.all(ids(40).map((id) => add.run({ id, text: 'x' })));
    const held = await Promise.all(ids(20).map(hold));
    const calls = ids(40).map((id) => raise.run({ id }));
    expect((await Promise.all(calls.slice(20))).map((row) => row?.raised)).toEqual(ids(20).map(() => 1));
    await Promise.all(held.map((row) => row.release()));
    expect((await Promise.all(calls)).map((row) => row?.raised)).toEqual(ids(40).map(() => 1));
  });

  it('keeps one connection busy, however many callers wait for it', async () => {
    await Promise.all(ids(2).map((id) => add.run({ id, text: 'x' })));
    const held = await hold(1);
    const waiting = ids(30).map(() => raise.run({ id: 1 }));
    await expect(raise.run({ id: 2 })).resolves.toMatchObject({ raised: 1 });
    waiting.push(...ids(30).map(() => raise.run({ id: 1 })));
    // shares the statement of the last ones, if they are in one: by its answer the first ones wait by themselves
    await raise.run({ id: 2 });
    await eventually(
      () => waitersOf(own),
      (value) => expect(value).toBe(1),
    );
    await held.release();
    await Promise.all(waiting);
  });

  it('is given up on, and the caller may come again', async () => {
    await add.run({ id: 1, text: 'x' });
    const impatient = new GatheredStatement<'id', { raised: number }>(database, RAISE, 1500);
    const held = await hold(1);
    await expect(Promise.all([impatient.run({ id: 1 }), impatient.run({ id: 1 })])).rejects.toThrow(
      TemporarilyUnavailable,
    );
    await held.release();
    await expect(impatient.run({ id: 1 })).resolves.toMatchObject({ raised: 1 });
  });
});

describe('a statement that takes long to commit', () => {
  /** What raises this note commits after the test has let it. */
  async function gate(id: number): Promise<HeldRow> {
    await own.query('INSERT INTO gates VALUES ($1)', [id]);
    return holdRow(own, 'gates', { id: String(id) });
  }

  beforeAll(async () => {
    await own.query('CREATE TABLE gates (id int PRIMARY KEY)');
    await own.query(`CREATE FUNCTION pass_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM set_config('lock_timeout', '0', true);
      PERFORM FROM gates WHERE id = NEW.id FOR SHARE;
      RETURN NULL;
    END $$`);
    await own.query(`CREATE CONSTRAINT TRIGGER gate AFTER UPDATE ON notes DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION pass_gate()`);
  });
  beforeEach(() => own.query('TRUNCATE gates'));
  afterAll(() => own.query('DROP FUNCTION pass_gate CASCADE'));

  it('breaks up no other in which a caller of the same row would have been', async () => {
    await Promise.all(ids(3).map((id) => add.run({ id, text: 'x' })));
    const held = await gate(1);
    const first = raise.run({ id: 1 });
    await held.waiting(1);
    const second = raise.run({ id: 1 });
    expect(await Promise.all([2, 3].map((id) => raise.run({ id })))).toEqual([
      { caller: expect.any(Number), raised: 1 },
      { caller: expect.any(Number), raised: 1 },
    ]);
    const together = await own.query('SELECT DISTINCT raised_in FROM notes WHERE id IN (2, 3)');
    await held.release();
    expect(together).toHaveLength(1);
    expect((await Promise.all([first, second])).map((row) => row?.raised)).toEqual([1, 2]);
  });

  it('is waited for by callers of its rows only until they are refused', async () => {
    await add.run({ id: 1, text: 'x' });
    const impatient = new GatheredStatement<'id', { raised: number }>(database, RAISE, 500);
    const held = await gate(1);
    const first = impatient.run({ id: 1 });
    await held.waiting(1);
    await expect(impatient.run({ id: 1 })).rejects.toThrow(TemporarilyUnavailable);
    await held.release();
    await expect(first).resolves.toMatchObject({ raised: 1 });
    expect((await notes()).map((note) => note.raised)).toEqual([1]);
  });
});

describe('while no statement is answered', () => {
  it('who waits for one is refused after a time, and who comes afterwards is served', async () => {
    await Promise.all(ids(4).map((id) => add.run({ id, text: 'x' })));
    const impatient = new GatheredStatement<'id', { raised: number }>(database, RAISE, 500);
    const held = await holdTable(own, 'notes');
    const sent = [];
    for (const id of [1, 2]) {
      sent.push(impatient.run({ id }));
      await held.waiting(id);
    }
    const late = await Promise.allSettled(ids(100).map(() => impatient.run({ id: 3 })));
    for (const call of late) expect(call).toEqual({ status: 'rejected', reason: expect.any(TemporarilyUnavailable) });
    await held.release();
    await Promise.all([...sent, impatient.run({ id: 4 })]);
    expect((await notes()).map((note) => note.raised)).toEqual([1, 1, 0, 1]);
  });
});
