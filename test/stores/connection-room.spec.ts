import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROCESS_CONNECTIONS } from '../../src/config/process-connections.js';
import { Connections } from '../../src/persistence/database/connections.js';
import { Database } from '../../src/persistence/database/database.js';
import { tooFewConnections } from '../../src/persistence/database/connection-room.js';
import { FeedConnection } from '../../src/persistence/feed/feed-connection.js';
import { Wake } from '../../src/persistence/feed/wake.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

const role = `of_few_${randomUUID().replaceAll('-', '')}`;
let database: TestDatabase;
let roleUrl: string;

beforeAll(async () => {
  database = await createDatabase();
  await database.query(
    `CREATE ROLE ${role} LOGIN PASSWORD 'secret' CONNECTION LIMIT ${String(2 * PROCESS_CONNECTIONS)}`,
  );
  roleUrl = Object.assign(new URL(database.url), { username: role, password: 'secret' }).href;
});
afterAll(async () => {
  await database.query(`DROP ROLE ${role}`);
  await database.drop();
});

describe('the connections of a node', () => {
  it('are those of its processes: their pool, their feed and the one that listens', async () => {
    const own = new Database(database.url);
    const pools = [
      own.pool,
      Object.values(new FeedConnection(database.url)),
      Object.values(new Wake(own, true)),
    ].flat();
    const most = pools.filter((pool) => pool instanceof Connections).map(({ options }) => options.max);
    expect(most).toHaveLength(3);
    expect(most.reduce((sum, max) => sum + max)).toBe(PROCESS_CONNECTIONS);
    await own.close();
  });

  it('are few enough for the database, or the start says what it allows', async () => {
    expect(await tooFewConnections(database.url, 1)).toBeUndefined();
    const said = await tooFewConnections(database.url, 256);
    expect(said).toMatch(
      /^WORKERS=256 may open 5632 connections, and the database allows \d+ in all; raise max_connections/,
    );
  });

  it('are few enough for the role and for the database of the server', async () => {
    expect(await tooFewConnections(roleUrl, 2)).toBeUndefined();
    expect(await tooFewConnections(roleUrl, 3)).toContain('may open 66 connections, and the database allows 44 in all');
    const { pathname } = new URL(database.url);
    await database.query(`ALTER DATABASE ${pathname.slice(1)} CONNECTION LIMIT 30`);
    expect(await tooFewConnections(roleUrl, 2)).toContain('the database allows 30 in all');
  });
});
