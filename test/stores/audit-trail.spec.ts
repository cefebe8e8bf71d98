import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '../../src/protocol/audit-event.js';
import { RefusalFolds } from '../../src/persistence/audit/refusal-folds.js';
import { StoreBounds } from '../../src/bounds/store-bounds.js';
import { loadSettings, Settings } from '../../src/config/settings.js';
import { PostgresAuditTrail } from '../../src/persistence/audit/postgres-audit-trail.js';
import { Database } from '../../src/persistence/database/database.js';
import { CuttableDatabase } from '../support/cuttable-database.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { StoppedClock } from '../support/test-clock.js';
import { eventually } from '../support/eventually.js';

const SETTINGS = Settings.complete(loadSettings({ REFUSALS_PER_NETWORK: '50', REFUSALS: '3000' }), {
  databaseUrl: '',
  secretKey: '',
});

let testDatabase: TestDatabase;
let wire: CuttableDatabase;
let database: Database;
let writer: PostgresAuditTrail;

beforeAll(async () => {
  testDatabase = await createDatabase();
});
afterAll(() => testDatabase.drop());

beforeEach(async () => {
  await testDatabase.query('DELETE FROM audit_events');
  wire = await CuttableDatabase.to(testDatabase.url);
  database = new Database(wire.url);
  const clock = new StoppedClock();
  writer = new PostgresAuditTrail(database, clock, new RefusalFolds(new StoreBounds(SETTINGS, clock)));
});
afterEach(async () => {
  await database.close();
  await wire.close();
});

function refusal(requestId: string, changes: Partial<AuditEvent> = {}): AuditEvent {
  const actor = { type: 'anonymous', id: 'an-actor' } as const;
  return { action: 'POST /auth/login', outcome: 'refused', actor, address: '203.0.113.7', requestId, ...changes };
}

async function written(): Promise<string[]> {
  const rows = await testDatabase.query<{ request_id: string }>(
    'SELECT request_id FROM audit_events WHERE request_id IS NOT NULL ORDER BY request_id',
  );
  return rows.map((row) => row.request_id);
}

const numbered = (n: number) => Array.from({ length: n }, (_, i) => String(i).padStart(5, '0'));

describe('refusals', () => {
  it('are written soon, in batches', async () => {
    for (const id of numbered(1200)) writer.refused(refusal(id));
    await eventually(
      async () => (await written()).length,
      (value) => expect(value).toBe(1200),
    );
  });

  it('are written once each and all of them while new ones arrive', async () => {
    const ids = numbered(3000);
    for (const id of ids.slice(0, 1500)) writer.refused(refusal(id));
    await eventually(
      async () => (await written()).length,
      (value) => expect(value).toBeGreaterThan(0),
      { interval: 1 },
    );
    for (const id of ids.slice(1500)) writer.refused(refusal(id));
    await writer.stop();
    expect(await written()).toEqual(ids);
  });

  it('are written at the stop at the latest', async () => {
    writer.refused(refusal('last words'));
    await writer.stop();
    expect(await written()).toEqual(['last words']);
  });

  it('wait while the database is away, and are written when it is back', async () => {
    wire.cut();
    for (const id of numbered(10)) writer.refused(refusal(id));
    await eventually(
      () => wire.refused,
      (value) => expect(value).toBeGreaterThan(0),
    );
    wire.mend();
    await eventually(written, (value) => expect(value).toEqual(numbered(10)));
  });

  it('that the database will not take do not keep the others from it', async () => {
    writer.refused(refusal('before'));
    writer.refused(refusal('poison', { reason: 'a NUL \0 character' }));
    writer.refused(refusal('no address', { address: 'not an address' }));
    writer.refused(refusal('behind'));
    await writer.stop();
    expect(await written()).toEqual(['before', 'behind']);
    writer.refused(refusal('next'));
    await writer.stop();
    const reports = await testDatabase.query<{ reason: string }>(
      `SELECT reason FROM audit_events WHERE action = 'audit.overflow'`,
    );
    expect(reports).toEqual([{ reason: '2 refusals could not be recorded' }]);
  });

  it('beyond a bounded backlog are counted, and one event says how many', async () => {
    wire.cut();
    for (const id of numbered(20_100)) writer.refused(refusal(id));
    wire.mend();
    await writer.stop();
    const [row] = await testDatabase.query<{ kept: number; reason: string }>(
      `SELECT (SELECT count(*)::int FROM audit_events WHERE action <> 'audit.overflow') AS kept, reason
         FROM audit_events WHERE action = 'audit.overflow'`,
    );
    expect(row).toEqual({ kept: 20_000, reason: '100 refusals could not be recorded' });
  });

  it('alike in one minute are counted after the first twenty, and the count is written while it grows', async () => {
    const alike = { network: '203.0.113.7', provedBy: null, clientId: null, reason: 'invalid_request' };
    const counts = async () => {
      const rows = await testDatabase.query<{ action: string; count: number }>(
        'SELECT action, count FROM audit_events',
      );
      return rows.filter(({ action }) => action === 'refusal.fold').map(({ count }) => count);
    };
    for (const id of numbered(100)) writer.refused(refusal(id), alike);
    await eventually(counts, (value) => expect(value).toEqual([80]));
    for (const id of numbered(50)) writer.refused(refusal(id), alike);
    await eventually(counts, (value) => expect(value).toEqual([130]));
    await writer.stop();
    expect(await written()).toEqual(numbered(20));
  });

  it('are kept whole for one network up to its bound of a day, then counted by application and reason', async () => {
    const reasons = ['a', 'b', 'c', 'd', 'e'];
    for (const reason of reasons) {
      for (const id of numbered(20)) {
        writer.refused(refusal(`${reason} ${id}`), { network: '203.0.113.7', provedBy: null, clientId: null, reason });
      }
    }
    await writer.stop();
    const rows = await testDatabase.query<{ action: string; count: number }>('SELECT action, count FROM audit_events');
    expect(rows.filter(({ action }) => action !== 'refusal.fold')).toHaveLength(50);
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(100);
  });

  it('of ever new networks begin no more than a bounded number of counts', async () => {
    for (let i = 0; i < 1000; i++) {
      const alike = {
        network: `198.51.${String(i >> 8)}.${String(i & 255)}`,
        provedBy: null,
        clientId: null,
        reason: 'invalid_request',
      };
      for (let n = 0; n < 21; n++) writer.refused(refusal(String(i)), alike);
    }
    await writer.stop();
    const rows = await testDatabase.query<{ count: number }>('SELECT count FROM audit_events');
    expect(rows.length).toBeLessThanOrEqual(3000 + 201 + 1);
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(1000 * 21);
  });
});
