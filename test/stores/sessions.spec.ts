import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sha256 } from '../../src/secrets/secrets.js';
import { Sessions } from '../../src/access/sessions.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { HERE, originAt, partOf, StoreFixture } from '../support/store-fixture.js';
import { TestClock } from '../support/test-clock.js';

const clock = new TestClock();
let latchkey: Latchkey;
let fixture: StoreFixture;
let sessions: Sessions;

beforeAll(async () => {
  latchkey = await startLatchkey({ clock });
  sessions = partOf(latchkey, Sessions);
});
beforeEach(async () => {
  fixture = await StoreFixture.in(latchkey);
});
afterAll(() => latchkey.stop());

const begin = () => sessions.begin(fixture.account, ['pwd'], originAt(HERE));

describe('a session', () => {
  it('is found by its secret, of which only the hash is kept', async () => {
    const { session, secret } = await begin();
    expect(await sessions.find(secret)).toMatchObject({ id: session.id, account: { id: fixture.account.id } });
    const [row] = await latchkey.database.query<{ secret_hash: Buffer }>('SELECT * FROM sessions WHERE id = $1', [
      session.id,
    ]);
    expect(row!.secret_hash).toEqual(sha256(secret));
    expect(JSON.stringify(row)).not.toContain(secret);
  });

  it('has an id and a secret of its own each time', async () => {
    const begun = await Promise.all(Array.from({ length: 20 }, begin));
    expect(new Set(begun.map(({ secret }) => secret)).size).toBe(20);
    expect(new Set(begun.map(({ session }) => session.id)).size).toBe(20);
    for (const { secret } of begun) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  it('is not found by anything else', async () => {
    const { session, secret } = await begin();
    const [row] = await latchkey.database.query<{ secret_hash: Buffer }>('SELECT * FROM sessions WHERE id = $1', [
      session.id,
    ]);
    const hash = row!.secret_hash;
    for (const other of [
      secret.slice(1),
      `${secret}A`,
      secret.toLowerCase(),
      session.id,
      '',
      hash.toString('base64url'),
    ]) {
      expect(await sessions.find(other)).toBeUndefined();
    }
  });

  it('is over once it was ended, by its owner alone, and audited once', async () => {
    const other = await StoreFixture.in(latchkey);
    const { session, secret } = await begin();
    expect(await sessions.end(session.id, other.account.id, originAt(HERE))).toBeUndefined();
    expect(await sessions.find(secret)).toBeDefined();
    const ends = Array.from({ length: 10 }, () => sessions.end(session.id, fixture.account.id, originAt(HERE)));
    expect((await Promise.all(ends)).filter(Boolean)).toHaveLength(1);
    expect(await sessions.find(secret)).toBeUndefined();
    const events = await latchkey.database.query(
      `SELECT FROM audit_events WHERE action = 'session.end' AND target_id = $1`,
      [session.id],
    );
    expect(events).toHaveLength(1);
  });

  it.each([
    ['its user is disabled', 'UPDATE users SET disabled_at = now() WHERE id = $1'],
    ["its user's epoch is raised", 'UPDATE users SET epoch = epoch + 1 WHERE id = $1'],
    ['its user is deleted', 'DELETE FROM users WHERE id = $1'],
  ])('is over when %s', async (_, sql) => {
    const { secret } = await begin();
    await latchkey.database.query(sql, [fixture.account.id]);
    expect(await sessions.find(secret)).toBeUndefined();
  });

  it('is over when its time is', async () => {
    const { secret } = await begin();
    clock.advance(latchkey.settings.sessionTtl - 5);
    expect(await sessions.find(secret)).toBeDefined();
    clock.advance(10);
    expect(await sessions.find(secret)).toBeUndefined();
  });
});
