import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SigningKeysRepository } from '../../src/admin/signing-keys/signing-keys.repository.js';
import { KeyRing } from '../../src/oauth/tokens/key-ring.js';
import { Database } from '../../src/persistence/database/database.js';
import { eventually } from '../support/eventually.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

describe('health', () => {
  let latchkey: Latchkey;
  beforeAll(async () => {
    latchkey = await startLatchkey();
  });
  afterAll(() => latchkey.stop());

  it('is live while the process runs', async () => {
    const response = await fetch(`${latchkey.baseUrl}/health/live`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'live' });
  });

  it('is ready when everything is there', async () => {
    const response = await fetch(`${latchkey.baseUrl}/health/ready`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ status: 'ready' });
  });

  const readiness = async () => {
    const response = await fetch(`${latchkey.baseUrl}/health/ready`);
    return { ...((await response.json()) as { reason?: string }), status: response.status };
  };
  const isReady = () => eventually(readiness, ({ status }) => expect(status).toBe(200));
  const reason = (text: string) => eventually(readiness, (answer) => expect(answer.reason).toContain(text));

  it('is not ready without a key to sign with', async () => {
    const keys = await latchkey.app.get(SigningKeysRepository, { strict: false }).all();
    const ring = latchkey.app.get(KeyRing, { strict: false });
    ring.replace([]);
    expect(await readiness()).toMatchObject({
      status: 503,
      reason: 'signing keys: there is no ES256 key to sign with',
    });
    ring.replace(keys);
    await isReady();
  });

  it('is not ready while the database is read-only', async () => {
    const { pathname } = new URL(latchkey.database.url);
    const become = async (value: string) => {
      await latchkey.database.query(
        `BEGIN READ WRITE; ALTER DATABASE ${pathname.slice(1)} SET default_transaction_read_only = ${value}; COMMIT`,
      );
      await latchkey.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
    };
    await become('on');
    await reason('database: the database is read-only');
    await become('off');
    await isReady();
  });

  it('is not ready while a write does not find room, and tries one itself until it does', async () => {
    const database = latchkey.app.get(Database, { strict: false });
    const write = { name: 'no_room', text: `DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100'; END $$` };
    await latchkey.database.query(`ALTER TABLE audit_events ADD CONSTRAINT no_room CHECK (action <> 'none')`);
    await expect(database.run(write, [])).rejects.toThrow();
    await reason('database: the database does not take writes: ');
    await latchkey.database.query('ALTER TABLE audit_events DROP CONSTRAINT no_room');
    await isReady();
    expect(await latchkey.database.query(`SELECT FROM audit_events WHERE action = 'none'`)).toEqual([]);
  });
});
