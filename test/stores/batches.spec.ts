import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeBatch } from '../../src/persistence/upkeep/sweeps.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

/** Ways to join that run a subquery once: the planner passes them by where its statistics are old. */
const RUN_ONCE = ['enable_hashjoin', 'enable_mergejoin', 'enable_hashagg', 'enable_sort', 'enable_material'];

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
  await database.query('CREATE TABLE notes (id int, part int)');
  for (const setting of RUN_ONCE) {
    await database.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET ${setting} = off`);
  }
});
afterAll(() => database.drop());

describe('a batch that is removed', () => {
  it.each([
    ['id', 'id'],
    ['two columns', 'id, part'],
  ])('holds no more rows than its query may find, under every plan: by %s', async (_key, columns) => {
    await database.query('INSERT INTO notes SELECT n, n FROM generate_series(1, 50) n');
    const text = removeBatch('notes', columns, `SELECT ${columns} FROM notes LIMIT 10`);
    for (const left of [40, 30, 20, 10, 0]) {
      expect(await database.query(text)).toHaveLength(10);
      expect(await database.query('SELECT 1 FROM notes')).toHaveLength(left);
    }
  });
});
