import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const FOLDER = new URL('../../prisma/migrations/', import.meta.url);
/** Some of those before share one, and databases know them by name. */
const SINCE = '20261123';

// migrations of the same time, made side by side, would be in the order of their titles
it('each migration has a time of its own', () => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const times = folders.map(({ name }) => /^\d{14}(?=_[a-z0-9_]+$)/.exec(name)?.[0] ?? `no time: ${name}`);
  const later = times.filter((time) => time >= SINCE);
  expect(later.filter((time, i) => later.indexOf(time) !== i)).toEqual([]);
  expect(times.filter((time) => time.startsWith('no time'))).toEqual([]);
});
