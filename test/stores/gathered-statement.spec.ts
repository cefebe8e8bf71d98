import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/persistence/database/database.js';
import { GatheredStatement } from '../../src/persistence/database/gathered-statement.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const ADD = {
  name: 'note_add',
  columns: { id: 'int', text: 'text' },
  text: ', added AS (INSERT INTO notes (id, text, txid) SELECT id, text, txid_current() FROM r RETURNING id) SELECT caller::int, id FROM added JOIN r USING (id)',
} as const;
const RAISE = {
  name: 'note_raise',
  columns: { id: 'int' },
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
const notes = () => own.query<{ id: number; text: string; txid: string }>('SELECT * FROM notes ORDER BY id');

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
