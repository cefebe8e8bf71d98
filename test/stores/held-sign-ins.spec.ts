import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignIns } from '../../src/oauth/stores/sign-ins.js';
import { holdRow, waitersOf } from '../support/held-row.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { HERE, partOf, StoreFixture } from '../support/store-fixture.js';

let latchkey: Latchkey;
let fixture: StoreFixture;

beforeAll(async () => {
  latchkey = await startLatchkey();
  fixture = await StoreFixture.in(latchkey);
});
afterAll(() => latchkey.stop());

const BY_USER = {
  action: 'sign-in.revoke',
  actor: { type: 'user', id: null },
  address: HERE,
  requestId: 'revocation',
  reason: 'test',
} as const;
const hold = (id: string) => holdRow(latchkey.database, 'sign_ins', { id });

describe('while the row of a sign-in is held', () => {
  it('others are refreshed and revoked, and its own refreshes and revocation follow', async () => {
    const signIns = partOf(latchkey, SignIns);
    const [one, two, three] = [await fixture.begin(), await fixture.begin(), await fixture.begin()];
    const held = [await hold(one.signInId), await hold(two.signInId)];
    const waiting: Promise<unknown>[] = [];
    for (const { refreshToken, signInId } of [one, two]) {
      waiting.push(fixture.refresh(refreshToken));
      await held[0]?.waiting(waiting.length);
      waiting.push(signIns.revoke(signInId, null, BY_USER));
      await held[0]?.waiting(waiting.length);
    }
    await expect(fixture.refresh(three.refreshToken)).resolves.toMatchObject({ signInId: three.signInId });
    await expect(signIns.revoke(three.signInId, null, BY_USER)).resolves.toBe(true);
    // a refresh that comes after the revocation is refused
    const answers = Promise.allSettled(waiting);
    for (const row of held) await row.release();
    expect((await answers).filter((_, i) => i % 2 === 1)).toEqual([
      { status: 'fulfilled', value: true },
      { status: 'fulfilled', value: true },
    ]);
  });

  it('refresh tokens of it that were used before keep no connection from others', async () => {
    const [one, other] = [await fixture.begin(), await fixture.begin()];
    await fixture.refresh(one.refreshToken);
    const held = await hold(one.signInId);
    const retried = Array.from({ length: 40 }, () => fixture.refresh(one.refreshToken));
    await held.waiting(1);
    await expect(fixture.refresh(other.refreshToken)).resolves.toMatchObject({ signInId: other.signInId });
    await held.release();
    expect(new Set((await Promise.all(retried)).map(({ refreshToken }) => refreshToken)).size).toBe(1);
  });
});

describe('while what one person does takes long to commit', () => {
  beforeAll(async () => {
    await latchkey.database.query('CREATE TABLE gates (user_id uuid PRIMARY KEY)');
    await latchkey.database.query(`CREATE FUNCTION pass_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM set_config('lock_timeout', '0', true);
      PERFORM FROM gates WHERE user_id = NEW.user_id FOR SHARE;
      RETURN NULL;
    END $$`);
    await latchkey.database.query(`CREATE CONSTRAINT TRIGGER gate AFTER INSERT OR UPDATE ON sign_ins
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pass_gate()`);
  });

  const acts: [string, () => Promise<(of: StoreFixture) => Promise<unknown>>][] = [
    ['sign-ins begin', async () => Promise.resolve((of) => of.begin())],
    [
      'a refresh token is used twice',
      async () => {
        const { refreshToken } = await fixture.begin();
        return async (of) => (of === fixture ? of.refresh(refreshToken) : of.refresh((await of.begin()).refreshToken));
      },
    ],
  ];
  for (const [name, prepare] of acts)
    it(`${name}, and no statement that others share waits for that`, async () => {
      const act = await prepare();
      const other = await StoreFixture.in(latchkey);
      await latchkey.database.query('INSERT INTO gates VALUES ($1) ON CONFLICT DO NOTHING', [fixture.account.id]);
      const held = await holdRow(latchkey.database, 'gates', { user_id: fixture.account.id });
      const first = act(fixture);
      await held.waiting(1);
      const second = act(fixture);
      await act(other);
      await act(other);
      const waiters = await waitersOf(latchkey.database);
      await held.release();
      await Promise.all([first, second]);
      expect(waiters).toBe(1);
    });
});
