import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Database } from '../../src/persistence/database/database.js';
import { Wake } from '../../src/persistence/feed/wake.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

let server: TestDatabase;
let database: Database;
beforeEach(async () => {
  server = await createDatabase();
  database = new Database(server.url, 1);
});
afterEach(async () => {
  await database.close();
  await server.drop();
});

it('closes while it begins to listen', async () => {
  const wake = new Wake(database, true);
  const listening = wake.listen(() => undefined);
  let isClosed = false;
  void wake.close().then(() => (isClosed = true));
  await listening;
  await eventually(
    () => isClosed,
    (value) => expect(value).toBe(true),
    { timeout: 20_000 },
  );
});
