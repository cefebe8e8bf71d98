import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignIns } from '../../src/oauth/stores/sign-ins.js';
import { holdRow } from '../support/held-row.js';
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
