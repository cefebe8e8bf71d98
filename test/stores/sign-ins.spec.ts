import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Applications } from '../../src/oauth/stores/applications.js';
import { SignIns } from '../../src/oauth/stores/sign-ins.js';
import { RefreshTokens } from '../../src/oauth/tokens/refresh-token.js';
import { newSecret } from '../../src/secrets/secrets.js';
import { createDatabase } from '../support/database.js';
import type { ApplicationRow } from '../support/oauth-application.js';
import { claimsOf } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { ELSEWHERE, HERE, partOf, type Refreshable, StoreFixture } from '../support/store-fixture.js';
import { TestClock } from '../support/test-clock.js';

const clock = new TestClock();
let latchkey: Latchkey;
let fixture: StoreFixture;

beforeAll(async () => {
  latchkey = await startLatchkey({ clock });
  fixture = await StoreFixture.in(latchkey);
});
afterAll(() => latchkey.stop());

const INVALID_GRANT = { reason: 'invalid_grant' };
const BY_USER = {
  action: 'sign-in.revoke',
  actor: { type: 'user', id: null },
  address: HERE,
  requestId: 'revocation',
  reason: 'test',
} as const;

const revoke = (signInId: string) => partOf(latchkey, SignIns).revoke(signInId, null, BY_USER);
const times = <T>(n: number, act: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: n }, act));

async function countOf(sql: string, ...values: unknown[]): Promise<number> {
  const [row] = await latchkey.database.query<{ count: string }>(`SELECT count(*) FROM ${sql}`, values);
  return Number(row?.count);
}

async function rowOf(signInId: string) {
  const [row] = await latchkey.database.query<{ generation: number; revoked_at: Date | null; expires_at: Date }>(
    'SELECT generation, revoked_at, expires_at FROM sign_ins WHERE id = $1',
    [signInId],
  );
  return row!;
}

describe('rotation', () => {
  it('fifty at once leave one live successor, and all fifty callers hold that one', async () => {
    const { refreshToken, signInId } = await fixture.begin();
    const answers = await times(50, () => fixture.refresh(refreshToken));
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.accessToken)).size).toBe(50);
    expect(await rowOf(signInId)).toMatchObject({ generation: 1, revoked_at: null });
    await expect(fixture.refresh(answers[0]!.refreshToken)).resolves.toMatchObject({ signInId });
  });

  it('never forks a family, however often all clients refresh their tokens', async () => {
    const { refreshToken, signInId } = await fixture.begin();
    let held = refreshToken;
    for (let round = 1; round <= 10; round++) {
      const answers = await times(8, () => fixture.refresh(held));
      expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
      held = answers[0]!.refreshToken;
      expect((await rowOf(signInId)).generation).toBe(round);
    }
  });

  it('a retry gets the same successor with a fresh access token', async () => {
    const { refreshToken } = await fixture.begin();
    const first = await fixture.refresh(refreshToken);
    const retried = await fixture.refresh(refreshToken);
    expect(retried.refreshToken).toBe(first.refreshToken);
    expect(retried.accessToken).not.toBe(first.accessToken);
  });

  it('of racing retries and uses of the successor, none ends in a fork or an error of the server', async () => {
    const { refreshToken, signInId } = await fixture.begin();
    const { refreshToken: successor } = await fixture.refresh(refreshToken);
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 10 }, () => fixture.refresh(refreshToken)),
      ...Array.from({ length: 10 }, () => fixture.refresh(successor)),
    ]);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(INVALID_GRANT);
    }
    expect((await rowOf(signInId)).generation).toBe(2);
  });

  it('rewrites its one row in place: no new row, no index touched', async () => {
    const database = await createDatabase();
    const server = await startLatchkey({ database });
    const own = await StoreFixture.in(server);
    let { refreshToken } = await own.begin();
    for (let i = 0; i < 100; i++) ({ refreshToken } = await own.refresh(refreshToken));
    await server.stop(); // PostgreSQL counts what a connection did when it ends, at the latest

    const [row] = await database.query<{ rows: string; all: string; hot: string }>(
      `SELECT (SELECT count(*) FROM sign_ins) AS rows, n_tup_upd AS all, n_tup_hot_upd AS hot
         FROM pg_stat_user_tables WHERE relname = 'sign_ins'`,
    );
    await database.drop();
    expect(row).toMatchObject({ rows: '1', all: '100' });
    expect(Number(row!.hot)).toBeGreaterThanOrEqual(95);
  });

  it('slides the expiry, and an expired token is dead for good', async () => {
    const { refreshToken, signInId } = await fixture.begin();
    const { expires_at: first } = await rowOf(signInId);
    clock.advance(3600);
    const { refreshToken: successor } = await fixture.refresh(refreshToken);
    expect((await rowOf(signInId)).expires_at.getTime()).toBeGreaterThan(first.getTime() + 3_500_000);
    clock.advance(fixture.application.refreshTokenTtl + 1);
    await expect(fixture.refresh(successor)).rejects.toMatchObject(INVALID_GRANT);
    await expect(fixture.refresh(successor)).rejects.toMatchObject({ detail: 'the refresh token has expired' });
  });

  it.each<[string, ApplicationRow]>([
    ['rotated', {}],
    ['not rotated', { metadata: { security_profile: 'fapi2' } }],
  ])('ends no earlier than its access tokens, also under shorter lifetimes than before: %s', async (_, row) => {
    const DAY = 86_400;
    const long = await StoreFixture.in(latchkey, { accessTokenTtl: DAY, refreshTokenTtl: 60, ...row });
    const short = long.with({ ...long.application, accessTokenTtl: 60 });
    const { refreshToken, signInId } = await long.begin();
    const outlivesTokenOf = async ({ accessToken }: Refreshable) => {
      const end = (await rowOf(signInId)).expires_at.getTime() / 1000;
      expect(end).toBeGreaterThanOrEqual(Number(claimsOf(accessToken).exp));
    };
    const first = await long.refresh(refreshToken);
    await outlivesTokenOf(first);
    clock.advance(DAY / 2);
    const retried = await long.refresh(refreshToken);
    await outlivesTokenOf(retried);
    await short.refresh(refreshToken);
    await outlivesTokenOf(retried);
    await short.refresh(first.refreshToken);
    await outlivesTokenOf(retried);
    clock.advance(DAY - 30);
    const last = await short.refresh(first.refreshToken);
    // none of before is good any more
    clock.advance(61);
    await expect(short.refresh(last.refreshToken)).rejects.toMatchObject(INVALID_GRANT);
  });

  it('narrows the access token without narrowing the grant, and refuses to widen it', async () => {
    const { refreshToken } = await fixture.begin();
    const narrowed = await fixture.refresh(refreshToken, HERE, 'read_items');
    expect(narrowed.scope).toBe('read_items');
    await expect(fixture.refresh(narrowed.refreshToken, HERE, 'read_items read_spaces')).rejects.toMatchObject({
      reason: 'invalid_scope',
    });
    expect((await fixture.refresh(narrowed.refreshToken)).scope).toBe('read_items write_items');
  });
});

describe('a refresh token used after its successor', () => {
  it('ends the sign-in, and the audit event names both addresses', async () => {
    const { refreshToken, signInId } = await fixture.begin();
    const successor = await fixture.refresh(refreshToken, HERE);
    const live = await fixture.refresh(successor.refreshToken, HERE);
    await expect(fixture.refresh(refreshToken, ELSEWHERE)).rejects.toMatchObject(INVALID_GRANT);
    await expect(fixture.refresh(live.refreshToken, HERE)).rejects.toMatchObject(INVALID_GRANT);
    expect((await rowOf(signInId)).revoked_at).not.toBeNull();

    const events = await latchkey.database.query<{ details: object; reason: string; ip: string }>(
      `SELECT details, reason, host(ip) AS ip FROM audit_events WHERE action = 'refresh-token.replay' AND target_id = $1`,
      [signInId],
    );
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      ip: ELSEWHERE,
      details: { presented_from: ELSEWHERE, successor_held_by: HERE },
    });
  });

  it('kills the access tokens of the sign-in too', async () => {
    const { refreshToken, signInId } = await fixture.begin();
    const { refreshToken: successor } = await fixture.refresh(refreshToken);
    await fixture.refresh(successor);
    await expect(fixture.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
    expect(await countOf(`change_feed WHERE kind = 'sign-in' AND subject = $1`, signInId)).toBe(1);
  });

  it('is noticed once, however many show it at the same time', async () => {
    const { refreshToken, signInId } = await fixture.begin();
    const { refreshToken: successor } = await fixture.refresh(refreshToken);
    await fixture.refresh(successor);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => fixture.refresh(refreshToken)));
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    expect(await countOf(`audit_events WHERE action = 'refresh-token.replay' AND target_id = $1`, signInId)).toBe(1);
  });

  it('is a replay at any age', async () => {
    const { refreshToken, signInId } = await fixture.begin();
    let held = refreshToken;
    for (let i = 0; i < 5; i++) held = (await fixture.refresh(held)).refreshToken;
    await expect(fixture.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
    expect((await rowOf(signInId)).revoked_at).not.toBeNull();
  });
});

describe('reuse policies', () => {
  it('strict: the second use of a token ends the sign-in', async () => {
    const strict = fixture.withReuse(0);
    const { refreshToken, signInId } = await strict.begin();
    await strict.refresh(refreshToken);
    await expect(strict.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
    expect((await rowOf(signInId)).revoked_at).not.toBeNull();
  });

  it('seconds: a retry within them gets the successor, later it ends the sign-in', async () => {
    const thirty = fixture.withReuse(30);
    const { refreshToken, signInId } = await thirty.begin();
    const { refreshToken: successor } = await thirty.refresh(refreshToken);
    clock.advance(28);
    expect((await thirty.refresh(refreshToken)).refreshToken).toBe(successor);
    clock.advance(3);
    await expect(thirty.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
    expect((await rowOf(signInId)).revoked_at).not.toBeNull();
    await expect(thirty.refresh(successor)).rejects.toMatchObject(INVALID_GRANT);
  });

  it('until_successor_used: the first token works every hour for a month while its successor lies unused', async () => {
    const patient = fixture.withReuse(null);
    const { refreshToken, signInId } = await patient.begin();
    const { refreshToken: successor } = await patient.refresh(refreshToken);
    for (let hour = 0; hour < 24 * 30; hour += 12) {
      clock.advance(12 * 3600);
      expect((await patient.refresh(refreshToken)).refreshToken).toBe(successor);
    }
    expect((await rowOf(signInId)).generation).toBe(1);
    await patient.refresh(successor);
    await expect(patient.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
    expect((await rowOf(signInId)).revoked_at).not.toBeNull();
  });
});

describe('revocation', () => {
  it('beats refreshes in flight: their tokens are revoked', async () => {
    for (let race = 0; race < 25; race++) {
      const { refreshToken, signInId } = await fixture.begin();
      const [revoked, ...refreshes] = await Promise.allSettled([
        revoke(signInId),
        ...Array.from({ length: 6 }, () => fixture.refresh(refreshToken)),
      ]);
      expect(revoked).toMatchObject({ status: 'fulfilled', value: true });
      for (const refreshed of refreshes) {
        if (refreshed.status === 'rejected') expect(refreshed.reason).toMatchObject(INVALID_GRANT);
        else await expect(fixture.refresh(refreshed.value.refreshToken)).rejects.toMatchObject(INVALID_GRANT);
      }
      await expect(fixture.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
      expect((await rowOf(signInId)).revoked_at).not.toBeNull();
    }
  });

  it('is told and audited once, however many revoke at the same time', async () => {
    const { signInId } = await fixture.begin();
    const answers = await times(10, () => revoke(signInId));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await countOf(`change_feed WHERE subject = $1`, signInId)).toBe(1);
    expect(await countOf(`audit_events WHERE action = 'sign-in.revoke' AND target_id = $1`, signInId)).toBe(1);
  });

  it('is not for another application', async () => {
    const other = await StoreFixture.in(latchkey);
    const { refreshToken, signInId } = await fixture.begin();
    expect(await partOf(latchkey, SignIns).revoke(signInId, other.application.id, BY_USER)).toBe(false);
    await expect(fixture.refresh(refreshToken)).resolves.toMatchObject({ signInId });
  });
});

describe('epochs', () => {
  it.each([
    ['its user', 'users', () => fixture.account.id],
    ['its application', 'applications', () => fixture.application.id],
  ])('a sign-in does not outlive the epoch of %s', async (_, table, id) => {
    const { refreshToken } = await fixture.begin();
    await latchkey.database.query(`UPDATE ${table} SET epoch = epoch + 1 WHERE id = $1`, [id()]);
    await expect(fixture.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
    await latchkey.database.query(`UPDATE ${table} SET epoch = epoch - 1 WHERE id = $1`, [id()]);
  });

  it.each([
    ['user', 'users', () => fixture.account.id],
    ['application', 'applications', () => fixture.application.id],
  ])('a disabled %s refreshes nothing', async (_, table, id) => {
    const { refreshToken, signInId } = await fixture.begin();
    await latchkey.database.query(`UPDATE ${table} SET disabled_at = now() WHERE id = $1`, [id()]);
    await expect(fixture.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
    await latchkey.database.query(`UPDATE ${table} SET disabled_at = NULL WHERE id = $1`, [id()]);
    await expect(fixture.refresh(refreshToken)).resolves.toMatchObject({ signInId });
  });

  it('a sign-in begun while everything of its application was ended is dead', async () => {
    const own = await StoreFixture.in(latchkey);
    const by = { ...BY_USER, action: 'application.revoke-everything' as const };
    await partOf(latchkey, Applications).endEverything(own.application, by);
    const { refreshToken } = await own.begin(); // on the application as it was read before
    await expect(own.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
  });

  it('a deleted user refreshes nothing', async () => {
    const own = await StoreFixture.in(latchkey);
    const { refreshToken } = await own.begin();
    await latchkey.database.query('DELETE FROM users WHERE id = $1', [own.account.id]);
    await expect(own.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
    await expect(own.begin()).rejects.toMatchObject({ reason: 'invalid_credentials' });
  });
});

describe('IP whitelists', () => {
  it.each([
    ['account', 'user_id', () => fixture.account.id],
    ['application', 'application_id', () => fixture.application.id],
  ])('an address that is not on the list of the %s refreshes nothing, and harms nothing', async (_, column, id) => {
    const { refreshToken, signInId } = await fixture.begin();
    await latchkey.database.query(
      `INSERT INTO ip_entries (id, ${column}, cidr) VALUES (gen_random_uuid(), $1, '203.0.113.0/24')`,
      [id()],
    );
    await expect(fixture.refresh(refreshToken, ELSEWHERE)).rejects.toMatchObject({ reason: 'address_not_allowed' });
    await expect(fixture.refresh(refreshToken, '2001:db8::1')).rejects.toMatchObject({ reason: 'address_not_allowed' });
    expect((await rowOf(signInId)).generation).toBe(0);
    await expect(fixture.refresh(refreshToken, HERE)).resolves.toMatchObject({ signInId });
    await expect(fixture.refresh(refreshToken, ELSEWHERE)).rejects.toMatchObject({ reason: 'address_not_allowed' });
    await latchkey.database.query(`DELETE FROM ip_entries WHERE ${column} = $1`, [id()]);
  });
});

describe('tokens of others', () => {
  it("another application with one's token gets nothing and does no harm", async () => {
    const thief = await StoreFixture.in(latchkey);
    const { refreshToken, signInId } = await fixture.begin();
    const { refreshToken: successor } = await fixture.refresh(refreshToken);
    for (const token of [refreshToken, successor]) {
      await expect(thief.refresh(token)).rejects.toMatchObject(INVALID_GRANT);
    }
    expect(await rowOf(signInId)).toMatchObject({ generation: 1, revoked_at: null });
    await expect(fixture.refresh(successor)).resolves.toMatchObject({ signInId });
    await expect(thief.refresh(refreshToken)).rejects.toMatchObject(INVALID_GRANT); // a stale one neither
    expect((await rowOf(signInId)).revoked_at).toBeNull();
  });
});

describe('tokens that were tampered with', () => {
  it('fail at every single bit, and end nothing', async () => {
    const { refreshToken, signInId } = await fixture.begin();
    const bytes = Buffer.from(refreshToken.slice('lkr_'.length), 'base64url');
    const tokens = partOf(latchkey, RefreshTokens);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(tokens.parse(`lkr_${flipped.toString('base64url')}`)).toBeUndefined();
    }
    await expect(fixture.refresh(refreshToken)).resolves.toMatchObject({ signInId });
  });

  it.each([
    ['truncated', (token: string) => token.slice(0, -1)],
    ['extended', (token: string) => `${token}A`],
    ['padded', (token: string) => `${token}=`],
    ['with spare bits set', (token: string) => token.slice(0, -1) + nextSpelling(token.at(-1)!)],
    ['without its prefix', (token: string) => token.slice('lkr_'.length)],
    ['in other case', (token: string) => token.toUpperCase()],
    ['empty', () => ''],
    ['twice', (token: string) => token + token],
  ])('fail when %s', async (_, alter) => {
    const { refreshToken, signInId } = await fixture.begin();
    await expect(fixture.refresh(alter(refreshToken))).rejects.toMatchObject(INVALID_GRANT);
    expect(await rowOf(signInId)).toMatchObject({ generation: 0, revoked_at: null });
  });

  it('one with a genuine seal that was never handed out is refused without harm', async () => {
    const { signInId } = await fixture.begin();
    const tokens = partOf(latchkey, RefreshTokens);
    for (const generation of [0, 1, 2_147_483_647]) {
      await expect(fixture.refresh(tokens.format(signInId, generation, newSecret()))).rejects.toMatchObject(
        INVALID_GRANT,
      );
    }
    expect(await rowOf(signInId)).toMatchObject({ generation: 0, revoked_at: null });
  });

  it('one with a genuine seal and a stale generation is a replay', async () => {
    const { refreshToken, signInId } = await fixture.begin();
    await fixture.refresh((await fixture.refresh(refreshToken)).refreshToken);
    const stale = partOf(latchkey, RefreshTokens).format(signInId, 0, newSecret());
    await expect(fixture.refresh(stale)).rejects.toMatchObject(INVALID_GRANT);
    expect((await rowOf(signInId)).revoked_at).not.toBeNull();
  });

  it('one of a sign-in that never was is refused', async () => {
    const tokens = partOf(latchkey, RefreshTokens);
    const token = tokens.format('01900000-0000-7000-8000-000000000000', 0, newSecret());
    await expect(fixture.refresh(token)).rejects.toMatchObject(INVALID_GRANT);
  });
});

/** The last character of the encoding carries two bits that mean nothing: another spelling of the same bytes. */
function nextSpelling(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(character) + 1] ?? 'A';
}
