import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { call, bearer, postForm, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

interface Event {
  id: string;
  at: string;
  action: string;
  outcome: string;
  actor: { type: string; id: string | null };
  target: { id: string } | null;
  ip: string;
}

interface EventPage {
  data: Event[];
  next_cursor: string | null;
}

interface Reads {
  rows: number;
  scans: number;
}

/** Rows of the audit trail that were read one after the other, and looks at its indexes. */
async function readsOf(latchkey: Latchkey): Promise<Reads> {
  const [row] = await latchkey.database.query<Reads & Record<string, unknown>>(
    "SELECT seq_tup_read::int AS rows, idx_scan::int AS scans FROM pg_stat_user_tables WHERE relname = 'audit_events'",
  );
  return row!;
}

describe('audit events', () => {
  let latchkey: Latchkey;
  let admin: Person;
  let member: Person;
  beforeAll(async () => {
    latchkey = await startLatchkey({ settings: { TRUST_PROXY: '127.0.0.1' } });
    admin = await administrator(latchkey);
    member = await newPerson(latchkey, admin);
    await postJson(
      `${latchkey.baseUrl}/auth/login`,
      { username: 'mallory', password: 'a wrong guess' },
      { 'x-forwarded-for': '203.0.113.7', 'x-request-id': 'the-guess' },
    );
    await eventually(
      () => events('?request_id=the-guess'),
      (value) => expect(value).toHaveLength(1),
    );
  });
  afterAll(() => latchkey.stop());

  async function events(query: string): Promise<Event[]> {
    const answer = await admin.api.get(`audit-events${query}`);
    expectOf(answer.text, answer.status).toBe(200);
    return (answer.json as EventPage).data;
  }

  it('lists changes, newest first', async () => {
    const found = await events('?action=user.create');
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({
      outcome: 'success',
      actor: { type: 'user', id: admin.id },
      target: { type: 'user', id: member.id },
    });
    expect(found[1]).toMatchObject({ actor: { type: 'system', id: null }, ip: null });
  });

  it('lists refusals, with the reason that the caller was not told', async () => {
    const [guess] = await events('?outcome=refused&actor=mallory');
    expect(guess).toMatchObject({
      action: 'POST /auth/login',
      actor: { type: 'anonymous', id: expect.stringMatching(/^typed_/) },
      ip: '203.0.113.7',
      request_id: 'the-guess',
      reason: 'invalid_credentials: no such user',
    });
    expect(JSON.stringify(guess)).not.toContain('a wrong guess');
  });

  it('keeps no unknown login', async () => {
    expect(JSON.stringify(await events('?outcome=refused'))).not.toContain('mallory');
    expect(await events('?actor=MALLORY')).toHaveLength(1);
  });

  it('does not keep that a page tests for a session, and keeps all else', async () => {
    const ask = (path: string, requestId: string, headers: Record<string, string> = {}) =>
      call(`${latchkey.baseUrl}${path}`, { headers: { 'x-request-id': requestId, ...headers } });
    expect((await ask('/api/v1/users/me', 'looks')).status).toBe(401);
    expect((await ask('/v1/users/me/', 'looks')).status).toBe(401);
    expect((await ask('/api/v1/users/me', 'ended', { cookie: `${latchkey.cookies.session}=gone` })).status).toBe(401);
    expect((await ask('/api/v1/brands', 'tries')).status).toBe(401);
    await eventually(
      () => events('?request_id=tries'),
      (value) => expect(value).toHaveLength(1),
    );
    expect(await events('?request_id=ended')).toHaveLength(1);
    expect(await events('?request_id=looks')).toEqual([]);
  });

  it.each([
    ['?ip=203.0.113.7', 1],
    ['?ip=203.0.113.0/24', 1],
    ['?ip=::ffff:203.0.113.7', 1],
    ['?ip=203.0.113.8', 0],
    ['?ip=2001:db8::/32', 0],
    ['?request_id=the-guess', 1],
    ['?actor=mallory&outcome=success', 0],
    ['?action=sign-in.begin&client_id=auth', 0],
    ['?from=2999-01-01T00:00:00Z', 0],
    ['?to=2001-01-01T00:00:00Z', 0],
  ])('filters by %s', async (query, count) => {
    expect(await events(query)).toHaveLength(count);
  });

  it('is searched by what people know: an address, an application, a part of an action, an id', async () => {
    const made = await admin.api.post('applications', { name: 'Night_Watch', scopes: ['read_items'] });
    const { id, client_id } = made.json as { id: string; client_id: string };
    const actionsBy = async (q: string) =>
      (await events(`?q=${encodeURIComponent(q)}`)).map(({ action }) => action).sort();
    expect(await actionsBy(member.email)).toContain('user.create');
    expect(await actionsBy(member.email.slice(0, -4).toUpperCase())).toEqual(await actionsBy(member.email));
    for (const q of ['night_w', client_id, id]) expect(await actionsBy(q)).toEqual(['application.create']);
    expect(await actionsBy('night%')).toEqual([]);
    expect(await actionsBy('mallory')).toEqual(['POST /auth/login']);
    expect(new Set(await actionsBy('uth/log'))).toEqual(new Set(['POST /auth/login']));
    expect(await actionsBy('the-guess')).toEqual(['POST /auth/login']);
    expect(await events(`?q=${member.email}&outcome=refused`)).toEqual([]);
    expect((await events('?q=application.c&limit=1')).map(({ action }) => action)).toEqual(['application.create']);
  });

  it('tells good and failed attempts to sign in by one filter, of every face', async () => {
    const application = await admin.api.post('applications', { name: 'Old', scopes: ['read_items'] });
    const { client_id, client_secret } = application.json as { client_id: string; client_secret: string };
    const wrong = { username: member.email, password: 'a wrong guess' };
    await postForm(`${latchkey.baseUrl}/oauth/token`, { grant_type: 'password', client_id, client_secret, ...wrong });
    await eventually(
      () => events(`?attempt=sign-in&actor=${member.id}`),
      (found) =>
        expect(found.map(({ action }) => action)).toEqual([
          'POST /oauth/token',
          ...found.slice(1).map(() => 'sign-in.begin'),
        ]),
    );
    const all = await events('?attempt=sign-in');
    expect(new Set(all.map(({ action }) => action))).toEqual(
      new Set(['POST /oauth/token', 'POST /auth/login', 'sign-in.begin']),
    );
    expect(await events('?attempt=sign-in&outcome=refused')).toHaveLength(2);
  });

  it('says the names of accounts and applications', async () => {
    const [created] = await events(`?target=${member.id}`);
    expect(created).toMatchObject({ actor: { name: admin.email }, target: { name: member.email } });
    const [begun] = await events(`?client_id=login-access-token&actor=${member.id}`);
    expect(begun).toMatchObject({ application: { id: expect.any(String), name: expect.any(String) } });
    const [guess] = await events('?outcome=refused&actor=mallory');
    expect(guess).toMatchObject({ actor: { name: null }, application: null });
  });

  it('is read by indexes, however it is searched', async () => {
    await latchkey.database.query(
      `INSERT INTO audit_events (id, at, action, outcome, actor_type, actor_id, client_id, reason)
       SELECT gen_random_uuid(), now() - interval '1 day' - i * interval '1 second', 'test.bulk', 'success', 'user', 'u', 'c', NULL
         FROM generate_series(1, 20000) i`,
    );
    await latchkey.database.query('ANALYZE audit_events');
    const before = await readsOf(latchkey);
    const QUERIES = ['?outcome=refused', '?attempt=sign-in', '?q=mallory', '?q=test.b', '?client_id=none'];
    await eventually(
      async () => {
        for (const query of QUERIES) await events(query);
        return readsOf(latchkey);
      },
      // counted by now: the server's connections report what they read a moment later
      ({ scans }) => expect(scans - before.scans).toBeGreaterThan(2 * QUERIES.length),
    );
    expect((await readsOf(latchkey)).rows - before.rows).toBeLessThan(20_000);
  });

  it('filters by target and by application', async () => {
    expect((await events(`?target=${member.id}`)).map(({ action }) => action)).toEqual(['user.create']);
    const begun = await events(`?client_id=login-access-token&actor=${member.id}`);
    expect(begun.map(({ action }) => action)).toEqual(['sign-in.begin']);
  });

  it('has a time from which on, inclusive, and one before which, exclusive', async () => {
    const [event] = await events('?action=user.create&limit=1');
    expect(await events(`?action=user.create&from=${event!.at}`)).toHaveLength(1);
    expect(await events(`?action=user.create&to=${event!.at}`)).toHaveLength(1);
    const sameMoment = encodeURIComponent(`${event!.at.slice(0, -1)}+00:00`);
    expect(await events(`?action=user.create&from=${sameMoment}`)).toHaveLength(1);
  });

  it('is searched by the name of a person, and by an address they had before', async () => {
    const person = { email: 'before@known.test', name: 'Ada Lovelace-King', password: 'long enough password' };
    const { id } = (await admin.api.post('users', person)).json as { id: string };
    await admin.api.patch(`users/${id}`, { email: 'after@known.test' });
    const targets = async (q: string) =>
      new Set((await events(`?q=${encodeURIComponent(q)}`)).map(({ target }) => target?.id));
    for (const q of ['ada love', 'lovelace', 'before@known', 'after@known.test']) {
      expect([q, await targets(q)]).toEqual([q, new Set([id])]);
    }
    expect(await targets('velace')).toEqual(new Set());
  });

  it('pages through events of one moment without losing or repeating any', async () => {
    await latchkey.database.query(
      `INSERT INTO audit_events (id, at, action, outcome, actor_type)
       SELECT gen_random_uuid(), '2020-02-02T02:02:02Z', 'test.moment', 'success', 'system' FROM generate_series(1, 25)`,
    );
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const answer = await admin.api.get(`audit-events?action=test.moment&limit=10${cursor && `&cursor=${cursor}`}`);
      const page = answer.json as EventPage;
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  });

  it('exports lines of JSON, oldest first, across batches', async () => {
    await latchkey.database.query(
      `INSERT INTO audit_events (id, at, action, outcome, actor_type)
       SELECT gen_random_uuid(), timestamptz '2020-03-03' + i % 7 * interval '1 second', 'test.export', 'success', 'system'
         FROM generate_series(1, 1203) i`,
    );
    const answer = await admin.api.get('audit-events/export?action=test.export');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toContain('application/x-ndjson');
    expect(answer.headers['content-disposition']).toContain('audit-events.ndjson');
    expect(answer.headers['cache-control']).toBe('no-store');
    const lines = answer.text.trimEnd().split('\n');
    const exported = lines.map((line) => JSON.parse(line) as Event);
    expect(new Set(exported.map(({ id }) => id)).size).toBe(1203);
    const times = exported.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
  });

  it('exports nothing as nothing', async () => {
    const answer = await admin.api.get('/v1/audit-events/export/?action=test.nothing');
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  it('survives a client that goes away', async () => {
    const stop = new AbortController();
    const response = await fetch(`${latchkey.baseUrl}/api/v1/audit-events/export`, {
      headers: bearer(admin.token),
      signal: stop.signal,
    });
    expect(response.status).toBe(200);
    stop.abort();
    await eventually(
      () => call(`${latchkey.baseUrl}/health/ready`),
      ({ status }) => expect(status).toBe(200),
    );
  });

  it('names the API key by which something was made, which works on without it', async () => {
    const owner = await newPerson(latchkey, admin);
    const scopes = ['write:api-keys', 'write:applications', 'write:account', 'read:account'];
    const made = await owner.api.post('api-keys', { name: 'Stolen', scopes });
    const { id, key } = made.json as { id: string; key: string };
    const thief = apiWith(latchkey, { 'x-api-key': key });
    const another = await thief.post('api-keys', { name: 'Another', scopes: ['read:account'] });
    const application = await thief.post('applications', { name: 'Backdoor', scopes: ['read:account'] });
    await thief.patch('users/me', { name: 'Another person' });
    expect((await owner.api.delete(`api-keys/${id}`)).status).toBe(204);
    const done = (await events(`?actor=${owner.id}&outcome=success`)) as (Event & {
      details: { api_key?: string } | null;
    })[];
    const byKey = done.filter(({ details }) => details?.api_key === id);
    expect(byKey.map(({ action, target }) => [action, target?.id])).toEqual([
      ['user.update', owner.id],
      ['application.create', (application.json as { id: string }).id],
      ['api-key.create', (another.json as { id: string }).id],
    ]);
    expect(byKey[0]?.details).toEqual({ fields: ['name'], api_key: id });
    expect(JSON.stringify(done)).not.toContain(key);
  });

  it('is for admins with the scope only', async () => {
    for (const path of ['audit-events', 'audit-events/export']) {
      expect((await member.api.get(path)).status).toBe(403);
      const { key } = await addApiKey(latchkey.database, { userId: admin.id, scopes: ['read:account'] });
      expect((await apiWith(latchkey, { 'x-api-key': key }).get(path)).status).toBe(403);
      expect((await apiWith(latchkey, {}).get(path)).status).toBe(401);
    }
    const { key } = await addApiKey(latchkey.database, { userId: member.id, scopes: ['read:audit-events'] });
    expect((await apiWith(latchkey, { 'x-api-key': key }).get('audit-events')).status).toBe(403);
  });

  it.each([
    ['?cursor=junk', 'cursor'],
    [`?cursor=${Buffer.from('999999999999999.01890000-0000-7000-8000-000000000000x').toString('base64url')}`, 'cursor'],
    ['?ip=10.0.0.1/8', 'ip'],
    ['?ip=010.0.0.1', 'ip'],
    ['?ip[]=1', 'ip[]'],
    ['?from=yesterday', 'from'],
    ['?from=0000-01-01T00:00:00Z', 'from'],
    ['?to=9999-12-31T23:59:59-01:00', 'to'],
    ['?outcome=maybe', 'outcome'],
    ['?actor=%00', 'actor'],
    ['?actor=a&actor=b', 'actor'],
    ['?reason=x', 'reason'],
    ['/export?limit=5', 'limit'],
  ])('refuses %s', async (query, field) => {
    const answer = await admin.api.get(`audit-events${query}`);
    expectOf(answer.text, answer.status).toBe(400);
    expect(answer.json).toMatchObject({ errors: [{ field }] });
  });

  it('says how a time is written that lacks its offset, or lost its + in the URL', async () => {
    const moment = '2026-05-01T10:00:00';
    for (const [text, message] of [
      [moment, `needs its offset from UTC: ${moment}Z, or +02:00 in place of Z`],
      [`${moment}+02:00`, 'needs its offset from UTC: a + in a URL is written %2B'],
    ] as const) {
      const { status, json } = await admin.api.get(`audit-events?from=${text}`);
      expect([status, json]).toMatchObject([400, { errors: [{ field: 'from', message }] }]);
    }
    expect((await admin.api.get(`audit-events?from=${encodeURIComponent(`${moment}+02:00`)}`)).status).toBe(200);
  });

  it('takes the far ends of time as cursors without stumbling', async () => {
    const cursor = Buffer.from('999999999999999.01890000-0000-7000-8000-000000000000').toString('base64url');
    expect((await admin.api.get(`audit-events?cursor=${cursor}`)).status).toBe(200);
  });
});
