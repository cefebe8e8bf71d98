import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../src/persistence/database/migrate.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { administrator, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const NAMES = ['Özlem ŞAHİN', 'Анна Иванова', 'İrem Irmak', 'ΣΟΦΌΣ', 'Ørsted'];

/** Databases fold the case of letters by their locale, C that of A to Z alone. */
const LOCALES: [string, string | undefined][] = [
  ['C', undefined],
  ['und', `LOCALE_PROVIDER icu ICU_LOCALE 'und'`],
  ['tr', `LOCALE_PROVIDER icu ICU_LOCALE 'tr'`],
];

describe.each(LOCALES)('names in a database of the locale %s', (_, locale) => {
  let database: TestDatabase;
  let server: Latchkey;
  let admin: Person;

  beforeAll(async () => {
    database = await createDatabase();
    if (locale !== undefined) await recreate(database, locale);
    server = await startLatchkey({ database });
    admin = await administrator(server);
    for (const [at, name] of NAMES.entries()) {
      const person = { email: `person${String(at)}@names.test`, name, password: 'long enough password' };
      expect((await admin.api.post('users', person)).status).toBe(201);
      expect((await admin.api.post('applications', { name, scopes: ['read_items'] })).status).toBe(201);
    }
  });
  afterAll(async () => {
    await server.stop();
    await database.drop();
  });

  async function namesOf(collection: string, q: string): Promise<unknown[]> {
    const { json } = await admin.api.get(`${collection}?q=${encodeURIComponent(q)}`);
    return (json as { data: { name: unknown }[] }).data.map(({ name }) => name);
  }

  /** The actions of the events that a text finds. */
  async function actionsOf(q: string): Promise<string[]> {
    const { json } = await admin.api.get(`audit-events?q=${encodeURIComponent(q)}`);
    return (json as { data: { action: string }[] }).data.map(({ action }) => action).sort();
  }

  it.each(NAMES)('%s is found as it is written', async (name) => {
    expect(await namesOf('users', name)).toEqual([name]);
    expect(await namesOf('applications', name)).toEqual([name]);
    expect(await actionsOf(name)).toEqual(['application.create', 'user.create']);
  });

  it.each([
    ['özlem', 'Özlem ŞAHİN'],
    ['ÖZLEM', 'Özlem ŞAHİN'],
    ['ŞAH', 'Özlem ŞAHİN'],
    ['иванова', 'Анна Иванова'],
    ['ИВАНОВА', 'Анна Иванова'],
    ['анна иванова', 'Анна Иванова'],
    ['σοφός', 'ΣΟΦΌΣ'],
    ['ørs', 'Ørsted'],
  ])('%s finds %s', async (q, name) => {
    expect(await namesOf('users', q)).toEqual([name]);
    expect(await namesOf('applications', q)).toEqual([name]);
    expect(await actionsOf(q)).toContain('user.create');
  });

  it.each(['на ива', 'ва', 'Öz', 'ö'])('a part is found, of two letters and of two words, too: %s', async (q) => {
    expect(await namesOf('users', q)).toHaveLength(1);
    expect(await namesOf('applications', q)).toHaveLength(1);
  });

  it('what stands for any text in a pattern stands for itself', async () => {
    for (const q of ['Ö%', 'Ö_lem', 'Özlem\\', '%Ö', 'ивано_а']) expect(await namesOf('users', q)).toEqual([]);
  });
});

/** Has the database made again, by another locale than that of its cluster. */
async function recreate(database: TestDatabase, locale: string): Promise<void> {
  const name = new URL(database.url).pathname.slice(1);
  await database.drop();
  const maintenance = await createDatabase();
  await maintenance.query(`CREATE DATABASE ${name} TEMPLATE template0 ${locale}`);
  await maintenance.drop();
  await migrate(database.url);
}
