import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Counter } from '../../src/persistence/database/counter.js';
import { Database } from '../../src/persistence/database/database.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { TestClock } from '../support/test-clock.js';

const clock = new TestClock();
let test: TestDatabase;
let database: Database;
let prefixes = 0;

beforeAll(async () => {
  test = await createDatabase();
  database = new Database(test.url);
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

const counter = (points: number, prefix = `counted-${String(++prefixes)}`) =>
  new Counter(database, clock, { prefix, points, duration: 600 });
const admitted = (waits: readonly (number | undefined)[]) => waits.filter((wait) => wait === undefined).length;

it('lets as many pass as may, of many at once and on two nodes', async () => {
  const [here, there] = [counter(5, 'shared'), counter(5, 'shared')];
  const waits = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? here : there).admit('a')));
  expect(admitted(waits)).toBe(5);
  expect(await here.admit('b')).toBeUndefined();
});

it('writes nothing for those that it refuses', async () => {
  const one = counter(1, 'quiet');
  await one.admit('a');
  const rows = () => test.query<{ version: string }>("SELECT xmin AS version FROM attempts WHERE key = 'quiet:a'");
  const before = await rows();
  expect(await one.admit('a')).toBeGreaterThan(0);
  expect(await rows()).toEqual(before);
});

it('asks about one key at a time, so that those who flood it leave the connections to others', async () => {
  const run = database.run.bind(database);
  let [under, most] = [0, 0];
  const spied = jest.spyOn(database, 'run').mockImplementation((...given) => {
    most = Math.max(most, ++under);
    return run(...given).finally(() => (under -= 1));
  });
  const one = counter(3);
  await Promise.all(Array.from({ length: 40 }, () => one.admit('a')));
  expect(most).toBe(1);
  await Promise.all([one.admit('a'), one.admit('b')]);
  expect(most).toBe(2);
  spied.mockRestore();
});

it('lets pass again what is given back, and never more', async () => {
  const one = counter(2);
  await one.giveBack('a');
  expect(admitted([await one.admit('a'), await one.admit('a'), await one.admit('a')])).toBe(2);
  await one.giveBack('a');
  expect(admitted([await one.admit('a'), await one.admit('a')])).toBe(1);
  clock.advance(601);
  await one.giveBack('a');
  expect(admitted([await one.admit('a'), await one.admit('a'), await one.admit('a')])).toBe(2);
});

it('counts from the first one, by the time that all nodes agree on, and says how long to wait', async () => {
  clock.advance(100_000);
  const one = counter(1);
  expect(await one.admit('a')).toBeUndefined();
  clock.advance(500);
  for (const wait of await Promise.all([one.admit('a'), one.admit('a')])) {
    expect(wait).toBeGreaterThan(80);
    expect(wait).toBeLessThanOrEqual(100);
  }
  clock.advance(101);
  expect(await one.admit('a')).toBeUndefined();
});

it('is cleared, and counts what happens beyond', async () => {
  const one = counter(1);
  await Promise.all([one.count('a'), one.count('a'), one.count('a')]);
  await one.giveBack('a');
  expect(await one.admit('a')).toBeGreaterThan(0);
  await one.clear('a');
  expect(await one.admit('a')).toBeUndefined();
});
