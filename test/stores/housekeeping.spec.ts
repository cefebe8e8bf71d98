import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { horizonsOf } from '../../src/operations/housekeeping/housekeeper.js';
import { Housekeeping, type Swept } from '../../src/operations/housekeeping/housekeeping.js';
import { administrator, type Person, refreshed, tokenPair } from '../support/management.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { partOf } from '../support/store-fixture.js';

const AUDIT_DAYS = 90;
const APPLICATION = '00000000-0000-7000-8000-000000000002';

describe('housekeeping', () => {
  let latchkey: Latchkey;
  let admin: Person;
  beforeAll(async () => {
    latchkey = await startLatchkey();
  });
  beforeEach(async () => {
    await latchkey.database.query(
      'TRUNCATE sign_ins, sessions, change_feed, attempts, audit_events, known_networks, usage_counts',
    );
    admin = await administrator(latchkey);
  });
  afterAll(() => latchkey.stop());

  function sweep(signal = new AbortController().signal): Promise<Swept> {
    const store = partOf(latchkey, Housekeeping);
    return store.sweep(horizonsOf(new Date(), AUDIT_DAYS), signal);
  }

  async function count(table: string, condition = 'true'): Promise<number> {
    const [row] = await latchkey.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} WHERE ${condition}`,
    );
    return row!.count;
  }

  /** `number` sign-ins that expire, and perhaps ended, so long from now. */
  async function signIns(number: number, expires: string, revoked: string | null = null): Promise<void> {
    await latchkey.database.query(
      `INSERT INTO sign_ins (id, user_id, application_id, user_epoch, application_epoch, scope, authenticated_at, expires_at, revoked_at)
       SELECT gen_random_uuid(), $1, $2, 0, 0, '', now(), now() + $3::interval, now() + $4::interval FROM generate_series(1, $5)`,
      [admin.id, APPLICATION, expires, revoked, number],
    );
  }

  async function sessions(number: number, expires: string, revoked: string | null = null): Promise<void> {
    await latchkey.database.query(
      `INSERT INTO sessions (id, user_id, user_epoch, secret_hash, authenticated_at, expires_at, revoked_at)
       SELECT gen_random_uuid(), $1, 0, uuid_send(gen_random_uuid()), now(), now() + $2::interval, now() + $3::interval
         FROM generate_series(1, $4)`,
      [admin.id, expires, revoked, number],
    );
  }

  it('keeps live rows, and rows that ended less than a day ago', async () => {
    await signIns(3, '1 hour');
    await signIns(3, '-23 hours');
    await signIns(3, '5 days', '-23 hours');
    await sessions(3, '1 hour');
    await sessions(3, '-23 hours', '-23 hours');
    const before = [await count('sign_ins'), await count('sessions')];
    expect(await sweep()).toEqual({ removed: 0, unfinished: false });
    expect([await count('sign_ins'), await count('sessions')]).toEqual(before);
  });

  it('removes sign-ins and sessions a day after they expired or were ended', async () => {
    await signIns(3, '-25 hours');
    await signIns(2, '5 days', '-25 hours');
    await sessions(3, '-25 hours');
    await sessions(2, '5 days', '-25 hours');
    expect(await sweep()).toMatchObject({ removed: 10 });
    expect(await count('sign_ins')).toBe(1);
    expect(await count('sessions')).toBe(0);
    expect((await admin.api.get('grants')).status).toBe(200);
  });

  it('leaves a sign-in that a session of the past began', async () => {
    await sessions(1, '-2 days');
    await latchkey.database.query('UPDATE sign_ins SET session_id = (SELECT id FROM sessions)');
    await sweep();
    expect(await count('sign_ins', 'session_id IS NULL')).toBe(1);
    expect((await admin.api.get('grants')).status).toBe(200);
  });

  it('removes codes that no one has redeemed, also while their session goes on', async () => {
    await sessions(1, '1 hour');
    for (const expires of ['-11 minutes', '-9 minutes']) await signIns(2, expires);
    await latchkey.database.query(
      `UPDATE sign_ins SET session_id = (SELECT id FROM sessions), generation = -1 WHERE expires_at < now()`,
    );
    await signIns(2, '-11 minutes');
    expect(await sweep()).toMatchObject({ removed: 2 });
    expect([await count('sign_ins', 'generation < 0'), await count('sign_ins', 'generation >= 0')]).toEqual([2, 3]);
  });

  it('removes more than one batch, anywhere in the table', async () => {
    await signIns(2500, '1 hour');
    await signIns(4500, '-2 days');
    await signIns(2500, '1 hour');
    expect(await sweep()).toEqual({ removed: 4500, unfinished: false });
    expect(await count('sign_ins')).toBe(5001);
  });

  it('removes entries of the change feed that concern nothing any more', async () => {
    await latchkey.database.query(
      `INSERT INTO change_feed (kind, subject, until)
       SELECT 'token', i::text, now() + (i - 3000) * interval '1 minute' FROM generate_series(1, 5000) i`,
    );
    await sweep();
    expect(await count('change_feed', 'until < now()')).toBe(0);
    expect(await count('change_feed', `kind = 'token'`)).toBeGreaterThan(1990);
  });

  it('removes counters of failures that count no more', async () => {
    await latchkey.database.query(
      `INSERT INTO attempts (key, points, expire) VALUES ('old', 3, $1), ('young', 3, $2), ('for ever', 1, NULL)`,
      [Date.now() - 1000, Date.now() + 60_000],
    );
    expect(await sweep()).toMatchObject({ removed: 1 });
    expect(await count('attempts')).toBe(2);
  });

  it('removes browsers whose trust is over', async () => {
    await latchkey.database.query(
      `INSERT INTO trusted_browsers (id, user_id, secret_hash, user_epoch, proof_epoch, created_at, expires_at)
       SELECT gen_random_uuid(), $1, uuid_send(gen_random_uuid()), 0, 0, now(), now() + i * interval '1 minute'
         FROM unnest(ARRAY[-2, -1, 1]) i`,
      [admin.id],
    );
    expect(await sweep()).toMatchObject({ removed: 2 });
    expect(await count('trusted_browsers')).toBe(1);
  });

  it('removes audit events past their retention', async () => {
    await latchkey.database.query(
      `INSERT INTO audit_events (id, at, action, outcome, actor_type)
       SELECT gen_random_uuid(), now() - i * interval '1 day', 'test.old', 'success', 'system' FROM generate_series(1, 200) i`,
    );
    await sweep();
    expect(await count('audit_events', `action = 'test.old'`)).toBe(89);
  });

  it('removes former addresses with the events of their time', async () => {
    await latchkey.database.query(
      `INSERT INTO former_addresses (user_id, address, left_at)
       SELECT $1, i || '@before.test', now() - i * interval '1 day' FROM unnest(ARRAY[89, 91, 200]) i`,
      [admin.id],
    );
    expect(await sweep()).toMatchObject({ removed: 2 });
    expect(await count('former_addresses')).toBe(1);
  });

  it('removes API keys that were revoked, or have expired, longer ago than the audit trail reaches', async () => {
    const keys = async (id: string, expires: string | null, revoked: string | null) =>
      latchkey.database.query(
        `INSERT INTO api_keys (id, user_id, name, secret_hash, hint, scopes, expires_at, revoked_at)
         VALUES ($1, $2, 'A key', uuid_send(gen_random_uuid()), 'hint', '{}', now() + $3::interval, now() + $4::interval)`,
        [id, admin.id, expires, revoked],
      );
    await keys('key_live', null, null);
    await keys('key_revoked_lately', null, '-89 days');
    await keys('key_expired_lately', '-89 days', null);
    await keys('key_revoked', null, '-91 days');
    await keys('key_expired', '-91 days', null);
    expect(await sweep()).toMatchObject({ removed: 2 });
    expect(await count('api_keys', "id IN ('key_live', 'key_revoked_lately', 'key_expired_lately')")).toBe(3);
  });

  it('forgets networks not seen for half a year, and counts older than 400 days', async () => {
    await latchkey.database.query(
      `INSERT INTO known_networks (user_id, network, last_seen)
       SELECT $1, '10.0.0.' || i, now() - i * interval '1 day' FROM generate_series(1, 250) i`,
      [admin.id],
    );
    await latchkey.database.query(
      `INSERT INTO usage_counts (day, what, subject, count)
       SELECT current_date - i, 'password_grant', 'client', 1 FROM generate_series(1, 500) i`,
    );
    await sweep();
    expect(await count('known_networks', `network LIKE '10.%'`)).toBe(179);
    expect(await count('usage_counts', `subject = 'client'`)).toBe(400);
  });

  it('may be done by several nodes at once', async () => {
    await signIns(6000, '-2 days');
    await sessions(3000, '-2 days');
    const swept = await Promise.all([sweep(), sweep(), sweep()]);
    expect(swept.reduce((sum, { removed }) => sum + removed, 0)).toBeLessThanOrEqual(9000);
    await sweep();
    expect([await count('sign_ins'), await count('sessions')]).toEqual([1, 0]);
  });

  it('does not wait for a locked row', async () => {
    await signIns(2, '-2 days');
    const holder = new pg.Client({ connectionString: latchkey.database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query(`SELECT FROM sign_ins WHERE expires_at < now() LIMIT 1 FOR UPDATE`);
    expect(await sweep()).toMatchObject({ removed: 1 });
    await holder.query('COMMIT');
    await holder.end();
    expect(await sweep()).toMatchObject({ removed: 1 });
  });

  it('begins nothing after the signal', async () => {
    await signIns(10, '-2 days');
    const stop = new AbortController();
    stop.abort();
    expect(await sweep(stop.signal)).toMatchObject({ removed: 0 });
  });

  it('leaves a rotating pair in peace', async () => {
    let pair = await tokenPair(latchkey, ADMINISTRATOR.email, ADMINISTRATOR.password);
    for (let i = 0; i < 5; i++) {
      const [answer] = await Promise.all([refreshed(latchkey, pair.refresh_token), sweep()]);
      expect(answer.status).toBe(200);
      pair = answer.json as typeof pair;
    }
  });
});
