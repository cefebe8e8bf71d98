import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyKeeper } from '../../src/admin/signing-keys/key-keeper.js';
import { addApiKey } from '../support/api-keys.js';
import { bearer, call } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

interface Key {
  kid: string;
  alg: string;
  state: string;
  signs_from: string;
  replaced_at: string | null;
  retired_at: string | null;
}

const AHEAD = 600;

describe('signing keys', () => {
  let clock: TestClock;
  let latchkey: Latchkey;
  let admin: Person;
  beforeEach(async () => {
    clock = new TestClock();
    latchkey = await startLatchkey({ clock });
    admin = await administrator(latchkey);
  });
  afterEach(() => latchkey.stop());

  async function keys(): Promise<Key[]> {
    const answer = await admin.api.get('signing-keys');
    expectOf(answer.text, answer.status).toBe(200);
    return (answer.json as { data: Key[] }).data;
  }

  async function published(server = latchkey): Promise<string[]> {
    const answer = await call(`${server.baseUrl}/.well-known/jwks.json`);
    return (answer.json as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  }

  it('are listed without their private half', async () => {
    const answer = await admin.api.get('/v1/signing-keys/');
    expect(answer.json).toEqual({
      data: [
        {
          kid: (await published())[0],
          alg: 'ES256',
          state: 'current',
          created_at: expect.stringMatching(/Z$/),
          signs_from: expect.stringMatching(/Z$/),
          replaced_at: expect.stringMatching(/Z$/),
          retired_at: null,
        },
      ],
      next_cursor: null,
    });
  });

  it('say when they are replaced, before the next one is there and after', async () => {
    const [current] = await keys();
    const due = new Date(current!.signs_from).getTime() + latchkey.settings.signingKeyRotationDays * 86_400_000;
    expect(new Date(current!.replaced_at!).getTime()).toBe(due);
    const next = (await admin.api.post('signing-keys/rotate', undefined)).json as Key;
    expect((await keys())[1]).toMatchObject({ kid: current!.kid, replaced_at: next.signs_from });
    clock.advance(AHEAD + 1);
    expect((await keys())[1]).toMatchObject({ kid: current!.kid, replaced_at: null });
  });

  it('rotate: the next one is published at once and signs later', async () => {
    const [first] = await keys();
    const rotated = await admin.api.post('signing-keys/rotate', undefined);
    expectOf(rotated.text, rotated.status).toBe(201);
    expect(rotated.json).toMatchObject({ alg: 'ES256', state: 'next', retired_at: null });
    expect(await published()).toHaveLength(2);
    expect((await keys()).map(({ state }) => state)).toEqual(['next', 'current']);

    clock.advance(AHEAD + 1);
    const after = await keys();
    expect(after.map(({ state }) => state)).toEqual(['current', 'retired']);
    expect(after[1]).toMatchObject({ kid: first!.kid, retired_at: after[0]!.signs_from });
  });

  it('do not rotate twice at once', async () => {
    const both = await Promise.all([1, 2].map(() => admin.api.post('signing-keys/rotate', undefined)));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const third = await admin.api.post('signing-keys/rotate', undefined);
    expect(third.status).toBe(409);
    expect(third.json).toMatchObject({ errors: [{ field: 'kid' }] });
    expect(await keys()).toHaveLength(2);
  });

  it('rotate in ten minutes also where the next one is published for tomorrow, which goes: it may have leaked', async () => {
    const keeper = latchkey.app.get(KeyKeeper, { strict: false });
    const ofES256 = () => keys().then((all) => all.filter(({ alg }) => alg === 'ES256'));
    await latchkey.database.query(`UPDATE signing_keys SET signs_from = signs_from - interval '29 days 1 hour'`);
    await keeper.tend();
    const [scheduled, first] = await ofES256();
    expect([scheduled?.state, first?.state]).toEqual(['next', 'current']);
    // soon, as one that was asked for
    clock.advance(86_400 - AHEAD / 2);
    admin = await administrator(latchkey);
    const rotated = await admin.api.post('signing-keys/rotate', undefined);
    expectOf(rotated.text, rotated.status).toBe(201);
    const { kid } = rotated.json as Key;
    expect((await ofES256()).map((key) => key.kid)).toEqual([kid, first!.kid]);
    expect(await published()).not.toContain(scheduled!.kid);
    expect(
      await latchkey.database.query('SELECT actor_id FROM audit_events WHERE action = $1 AND target_id = $2', [
        ...['signing-key.remove', scheduled!.kid],
      ]),
    ).toEqual([{ actor_id: admin.id }]);
    const again = await admin.api.post('signing-keys/rotate', undefined);
    expect(again.status).toBe(409);
    expect(again.text).toContain(kid);
    await keeper.tend();
    clock.advance(AHEAD + 1);
    expect((await ofES256()).map((key) => [key.kid, key.state])).toEqual([
      [kid, 'current'],
      [first!.kid, 'retired'],
    ]);
  });

  it('page', async () => {
    await admin.api.post('signing-keys/rotate', undefined);
    const first = (await admin.api.get('signing-keys?limit=1')).json as { data: Key[]; next_cursor: string };
    const second = (await admin.api.get(`signing-keys?limit=1&cursor=${first.next_cursor}`)).json as typeof first;
    expect([...first.data, ...second.data].map(({ state }) => state)).toEqual(['next', 'current']);
    expect(second.next_cursor).toBeNull();
  });

  it('never lose the only one', async () => {
    const [only] = await keys();
    for (const force of ['', '?force=true']) {
      const answer = await admin.api.delete(`signing-keys/${only!.kid}${force}`);
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('only key');
    }
    expect(await keys()).toHaveLength(1);
  });

  it('are always there for id_tokens too, rotate with the others and never go altogether', async () => {
    await latchkey.app.get(KeyKeeper, { strict: false }).tend();
    const [rsa] = (await keys()).filter(({ alg }) => alg === 'RS256');
    expect(rsa).toMatchObject({ state: 'current' });
    expect(await published()).toContain(rsa!.kid);
    expect((await admin.api.delete(`signing-keys/${rsa!.kid}?force=true`)).text).toContain('only key');
    await admin.api.post('signing-keys/rotate', undefined);
    const next = (await keys()).filter(({ state }) => state === 'next');
    expect(next.map(({ alg }) => alg).sort()).toEqual(['ES256', 'RS256']);
  });

  it('can be taken back before they sign', async () => {
    const next = (await admin.api.post('signing-keys/rotate', undefined)).json as Key;
    expect((await admin.api.delete(`signing-keys/${next.kid}`)).status).toBe(204);
    expect(await published()).not.toContain(next.kid);
    expect((await admin.api.get('signing-keys')).status).toBe(200);
  });

  it('that sign go at once only by force; their tokens die, and the next one steps in', async () => {
    const [current] = await keys();
    const next = (await admin.api.post('signing-keys/rotate', undefined)).json as Key;
    const refused = await admin.api.delete(`signing-keys/${current!.kid}`);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('force=true');
    expect((await admin.api.get('signing-keys')).status).toBe(200);

    expect((await admin.api.delete(`signing-keys/${current!.kid}?force=true`)).status).toBe(204);
    expect((await admin.api.get('signing-keys')).status).toBe(401);
    expect(await published()).toEqual([next.kid]);
    admin = await administrator(latchkey);
    expect(await keys()).toMatchObject([{ kid: next.kid, state: 'current' }]);
  });

  it('that have signed go by themselves, or by force', async () => {
    const [old] = await keys();
    await admin.api.post('signing-keys/rotate', undefined);
    clock.advance(AHEAD + 1);
    const refused = await admin.api.delete(`signing-keys/${old!.kid}`);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('may be live until');
    expect((await admin.api.get('signing-keys')).status).toBe(200);
    expect((await admin.api.delete(`signing-keys/${old!.kid}?force=true`)).status).toBe(204);
    expect((await admin.api.get('signing-keys')).status).toBe(401);
  });

  it('never both go, however many ask at once', async () => {
    const [current] = await keys();
    const next = (await admin.api.post('signing-keys/rotate', undefined)).json as Key;
    await Promise.all([current!.kid, next.kid].map((kid) => admin.api.delete(`signing-keys/${kid}?force=true`)));
    expect(await published()).toHaveLength(1);
    await administrator(latchkey);
  });

  it('are known to every node', async () => {
    const other = await startLatchkey({ database: latchkey.database, clock, settings: { ISSUER: latchkey.baseUrl } });
    const [current] = await keys();
    const next = (await admin.api.post('signing-keys/rotate', undefined)).json as Key;
    await eventually(
      () => published(other),
      (value) => expect(value).toContain(next.kid),
    );
    const api = apiWith(other, bearer(admin.token));
    expect((await api.get('signing-keys')).status).toBe(200);
    await admin.api.delete(`signing-keys/${current!.kid}?force=true`);
    await eventually(
      async () => (await api.get('signing-keys')).status,
      (value) => expect(value).toBe(401),
    );
    await administrator(other);
    await other.stop();
  });

  it('are for admins with the scope only', async () => {
    const member = await newPerson(latchkey, admin);
    const [key] = await keys();
    const { key: reading } = await addApiKey(latchkey.database, { userId: admin.id, scopes: ['read:signing-keys'] });
    const reader = apiWith(latchkey, { 'x-api-key': reading });
    expect((await reader.get('signing-keys')).status).toBe(200);
    for (const api of [member.api, reader]) {
      expect((await api.post('signing-keys/rotate', undefined)).status).toBe(403);
      expect((await api.delete(`signing-keys/${key!.kid}?force=true`)).status).toBe(403);
    }
    expect((await member.api.get('signing-keys')).status).toBe(403);
    expect((await apiWith(latchkey, {}).get('signing-keys')).status).toBe(401);
  });

  it('refuse an invalid kid, cursor or flag', async () => {
    expect((await admin.api.delete('signing-keys/unknown')).status).toBe(404);
    expect((await admin.api.delete('signing-keys/a%2f..%2fb')).status).toBe(400);
    expect((await admin.api.delete('signing-keys/unknown?force=1')).status).toBe(400);
    expect((await admin.api.delete('signing-keys/unknown?really=true')).status).toBe(400);
    expect((await admin.api.get('signing-keys?cursor=%00')).status).toBe(400);
  });

  it('are audited', async () => {
    const next = (await admin.api.post('signing-keys/rotate', undefined)).json as Key;
    await admin.api.delete(`signing-keys/${next.kid}`);
    const rows = await latchkey.database.query(
      'SELECT action, actor_id FROM audit_events WHERE target_id = $1 ORDER BY at, id',
      [next.kid],
    );
    expect(rows).toEqual([
      { action: 'signing-key.rotate', actor_id: admin.id },
      { action: 'signing-key.remove', actor_id: admin.id },
    ]);
  });
});
