import { expect, it } from '@jest/globals';
import { Ledger } from './ledger.js';

const LONGEST = 1200;
const full = (ledger: Ledger, now: number) => !ledger.hasRoom(now, { rows: 2, bytes: 100 }, 1);

it('counts a row until it is removed, or given back', () => {
  const ledger = new Ledger(LONGEST);
  ledger.add(1000, 10);
  ledger.add(500, 10);
  expect(full(ledger, 0)).toBe(true);
  ledger.giveBack(500, 10);
  expect(ledger).toMatchObject({ rows: 1, bytes: 10 });
  expect(ledger.nextEnd(0)).toBe(1000);
  ledger.add(1000, 10);
  expect(full(ledger, 999)).toBe(true);
  expect(full(ledger, 1000)).toBe(false);
  expect(ledger).toMatchObject({ rows: 0, bytes: 0 });
});

it('gives back nothing that it did not count: another process may have', () => {
  const ledger = new Ledger(LONGEST);
  ledger.add(1000, 10);
  ledger.giveBack(500, 10);
  expect(ledger).toMatchObject({ rows: 1, bytes: 10 });
  ledger.giveBack(1000, 90);
  ledger.giveBack(1000, 10);
  expect(ledger).toMatchObject({ rows: 0, bytes: 0 });
  ledger.add(1000, 50);
  ledger.giveBack(1000, 20);
  expect(ledger).toMatchObject({ rows: 0, bytes: 30 });
  expect(ledger.hasRoom(1000, { rows: 1, bytes: 30 }, 30)).toBe(true);
});
