import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { type Answer, bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person, sessionCookie, tokenPair } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

interface ApiKey {
  id: string;
  key: string;
  hint: string;
  name: string;
  scopes: string[];
  last_used_at: string | null;
  last_used_ip: string | null;
}

const DOCUMENTED = { name: 'Production API Key', scopes: ['read:resources', 'write:resources'] };

describe('API keys', () => {
  const clock = new TestClock();
  let latchkey: Latchkey;
  let admin: Person;
  let member: Person;
  let other: Person;
  beforeAll(async () => {
    latchkey = await startLatchkey({ clock });
    admin = await administrator(latchkey);
    member = await newPerson(latchkey, admin);
    other = await newPerson(latchkey, admin);
  });
  afterAll(() => latchkey.stop());

  async function created(person: Person, body: object = DOCUMENTED): Promise<ApiKey> {
    const answer = await person.api.post('api-keys', body);
    expectOf(answer.text, answer.status).toBe(201);
    return answer.json as ApiKey;
  }

  function use({ key }: { key: string }, path = 'resources'): Promise<Answer> {
    return apiWith(latchkey, { 'x-api-key': key }).get(path);
  }

  function fieldsOf(answer: Answer): string[] {
    return ((answer.json as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field);
  }

  describe('creating', () => {
    it('answers as documented, and shows the key once', async () => {
      const { access_token } = await tokenPair(latchkey, member.email, member.password);
      const answer = await postJson(`${latchkey.baseUrl}/v1/api-keys`, DOCUMENTED, bearer(access_token));
      expect(answer.status).toBe(201);
      expect(answer.headers['cache-control']).toBe('no-store');
      const key = answer.json as ApiKey;
      expect(key).toEqual({
        id: expect.stringMatching(/^key_[0-9a-f]{32}$/),
        name: 'Production API Key',
        key: expect.stringMatching(/^sk_live_[0-9A-Za-z]{43}$/),
        scopes: ['read:resources', 'write:resources'],
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        expires_at: null,
        hint: key.key.slice(-4),
        user_id: member.id,
        ip_whitelist: [],
        last_used_at: null,
        last_used_ip: null,
        made_by: null,
      });
      expect(Object.keys(key).slice(0, 5)).toEqual(['id', 'name', 'key', 'scopes', 'created_at']);

      const { key: secret, ...rest } = key;
      expect((await member.api.get(`api-keys/${key.id}`)).json).toEqual(rest);
      const rows = await latchkey.database.query<{ secret_hash: Buffer }>('SELECT * FROM api_keys WHERE id = $1', [
        key.id,
      ]);
      expect(rows[0]?.secret_hash).toEqual(createHash('sha256').update(secret).digest());
      expect(JSON.stringify(rows)).not.toContain(secret.slice(8, -4));
      const audited = await latchkey.database.query('SELECT * FROM audit_events WHERE target_id = $1', [key.id]);
      expect(audited).toMatchObject([{ action: 'api-key.create', actor_id: member.id }]);
      expect(JSON.stringify(audited)).not.toContain(secret.slice(8, -4));
    });

    it('gives a key that works at once, in the header and in the URL', async () => {
      const key = await created(member);
      expect((await use(key)).status).toBe(200);
      expect((await call(`${latchkey.baseUrl}/v1/resources?api_key=${key.key}`)).status).toBe(200);
      const body = { identifier: `https://api.example.com/${randomUUID()}`, name: 'x' };
      const written = await postJson(`${latchkey.baseUrl}/v1/resources?api_key=${key.key}`, body);
      expect(written.status).toBe(201);
      expect((await use(key, 'api-keys')).status).toBe(403);
    });

    it('can be done with a key and with a cookie, each giving no more than it has', async () => {
      const key = await created(member, { name: 'x', scopes: ['write:api-keys', 'read_items'] });
      const api = apiWith(latchkey, { 'x-api-key': key.key });
      expect((await api.post('api-keys', { name: 'y', scopes: ['read_items'] })).status).toBe(201);
      expect((await api.post('api-keys', { name: 'y', scopes: ['write_items'] })).status).toBe(403);
      const cookie = await sessionCookie(latchkey, member.email, member.password);
      expect((await apiWith(latchkey, cookie).post('api-keys', DOCUMENTED)).status).toBe(201);
    });

    it('gives members nothing that only admins may hold', async () => {
      expect((await member.api.post('api-keys', { name: 'x', scopes: ['read:users'] })).status).toBe(403);
      const key = await created(admin, { name: 'x', scopes: ['read:users'] });
      expect((await use(key, 'users')).status).toBe(200);
    });

    it('takes an end, after which the key is dead', async () => {
      const expires_at = new Date(clock.now().getTime() + 60_000).toISOString();
      const key = await created(member, { ...DOCUMENTED, expires_at });
      expect(key).toMatchObject({ expires_at: `${expires_at.slice(0, 19)}Z` });
      expect((await use(key)).status).toBe(200);
      clock.advance(61);
      const answer = await use(key);
      expect([answer.status, answer.json]).toMatchObject([401, { detail: 'Could not validate credentials' }]);
      clock.advance(-61);
      const offset = await created(member, { ...DOCUMENTED, expires_at: '2100-01-01T02:00:00+02:00' });
      expect(offset).toMatchObject({ expires_at: '2100-01-01T00:00:00Z' });
    });

    it('takes networks, and refuses the key elsewhere', async () => {
      const here = await created(member, { ...DOCUMENTED, ip_whitelist: [{ cidr: '127.0.0.1', note: 'here' }] });
      expect(here).toMatchObject({ ip_whitelist: [{ cidr: '127.0.0.1/32', note: 'here' }] });
      expect((await use(here)).status).toBe(200);
      expect((await member.api.get(`api-keys/${here.id}`)).json).toMatchObject({
        ip_whitelist: [{ cidr: '127.0.0.1/32', note: 'here' }],
      });
      const there = await created(member, {
        ...DOCUMENTED,
        ip_whitelist: [{ cidr: '203.0.113.0/24' }, { cidr: '::ffff:198.51.100.7' }, { cidr: '2001:db8::/32' }],
      });
      expect(there).toMatchObject({
        ip_whitelist: [
          { cidr: '203.0.113.0/24', note: '' },
          { cidr: '198.51.100.7/32', note: '' },
          { cidr: '2001:db8::/32', note: '' },
        ],
      });
      const refused = await use(there);
      expect([refused.status, refused.json]).toMatchObject([403, { detail: 'IP address not authorized' }]);
    });

    it.each([
      ['no name', { scopes: ['public'] }, 'name'],
      ['an empty name', { ...DOCUMENTED, name: '' }, 'name'],
      ['a long name', { ...DOCUMENTED, name: 'n'.repeat(101) }, 'name'],
      ['no scopes', { name: 'x' }, 'scopes'],
      ['empty scopes', { name: 'x', scopes: [] }, 'scopes'],
      ['an unknown scope', { name: 'x', scopes: ['unknown:scope'] }, 'scopes'],
      ['an object for a scope', { name: 'x', scopes: [{ contains: '' }] }, 'scopes.0'],
      ['an end in the past', { ...DOCUMENTED, expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
      ['an end without a zone', { ...DOCUMENTED, expires_at: '2100-01-01T00:00:00' }, 'expires_at'],
      ['an end in seconds', { ...DOCUMENTED, expires_at: 4_102_444_800 }, 'expires_at'],
      ['an end that is no day', { ...DOCUMENTED, expires_at: '2100-02-30T00:00:00Z' }, 'expires_at'],
      ['an end in the year 10000 of UTC', { ...DOCUMENTED, expires_at: '9999-12-31T23:59:59-01:00' }, 'expires_at'],
      ['an end before the first year', { ...DOCUMENTED, expires_at: '0001-01-01T00:00:00+01:00' }, 'expires_at'],
      ['host bits', { ...DOCUMENTED, ip_whitelist: [{ cidr: '10.0.0.1/8' }] }, 'ip_whitelist.0.cidr'],
      ['a name for an address', { ...DOCUMENTED, ip_whitelist: [{ cidr: 'localhost' }] }, 'ip_whitelist.0.cidr'],
      ['a bare address', { ...DOCUMENTED, ip_whitelist: ['127.0.0.1'] }, 'ip_whitelist.0'],
      [
        'null for an entry',
        { ...DOCUMENTED, ip_whitelist: [null, { cidr: '::1' }, true] },
        ['ip_whitelist.0', 'ip_whitelist.2'],
      ],
      ['a network twice', { ...DOCUMENTED, ip_whitelist: [{ cidr: '::1' }, { cidr: '::1/128' }] }, 'ip_whitelist'],
      ['a key of its own', { ...DOCUMENTED, key: 'sk_live_mine' }, 'key'],
      ["another's id", { ...DOCUMENTED, user_id: randomUUID() }, 'user_id'],
    ])('refuses %s and names the field', async (_, body, field) => {
      const answer = await member.api.post('api-keys', body);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, [field].flat()]);
    });

    it('says how to mend a network', async () => {
      const answer = await member.api.post('api-keys', { ...DOCUMENTED, ip_whitelist: [{ cidr: '10.0.0.1/8' }] });
      expect(answer.text).toContain('did you mean 10.0.0.0/8?');
    });

    it('stops at a hundred live keys, however many are made at once', async () => {
      const person = await newPerson(latchkey, admin);
      const insert = `INSERT INTO api_keys (id, user_id, name, secret_hash, hint, scopes, revoked_at, expires_at)
        SELECT 'key_' || md5($1 || i), $1::uuid, 'x', sha256(($1 || i)::bytea), 'xxxx', '{public}',
               CASE WHEN i > 150 THEN now() END, CASE WHEN i BETWEEN 96 AND 150 THEN now() - interval '1 day' END
          FROM generate_series(1, 200) i`;
      await latchkey.database.query(insert, [person.id]);
      const answers = await Promise.all(Array.from({ length: 12 }, () => person.api.post('api-keys', DOCUMENTED)));
      const made = answers.filter(({ status }) => status === 201);
      expect(made).toHaveLength(5);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
      const [first] = made;
      await person.api.delete(`api-keys/${(first?.json as ApiKey).id}`);
      expect((await person.api.post('api-keys', DOCUMENTED)).status).toBe(201);
    });
  });

  describe('seeing', () => {
    it('shows one that an earlier release let end in the year 10000', async () => {
      const person = await newPerson(latchkey, admin);
      const { id } = await created(person);
      await latchkey.database.query("UPDATE api_keys SET expires_at = '10000-01-01T00:59:59Z' WHERE id = $1", [id]);
      const migration = 'prisma/migrations/20261201130500_ends_in_four_digits/migration.sql';
      await latchkey.database.query(await readFile(migration, 'utf8'));
      const { status, json } = await person.api.get('api-keys');
      expect([status, json]).toMatchObject([200, { data: [{ id, expires_at: '9999-12-31T23:59:59Z' }] }]);
    });

    it("lists the caller's own, newest first, page by page, on both paths", async () => {
      const person = await newPerson(latchkey, admin);
      const ids: string[] = [];
      for (let i = 0; i < 3; i++) ids.unshift((await created(person)).id);
      interface Page {
        data: ApiKey[];
        next_cursor: string | null;
      }
      const first = (await person.api.get('/v1/api-keys/?limit=2')).json as Page;
      expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
      const second = (await person.api.get(`api-keys?limit=2&cursor=${first.next_cursor ?? ''}`)).json as Page;
      expect([second.data.map(({ id }) => id), second.next_cursor]).toEqual([ids.slice(2), null]);
      expect(first.data.every((key) => !('key' in key) && !('secret_hash' in key))).toBe(true);

      const theirs = (await admin.api.get(`api-keys?user_id=${person.id}`)).json as Page;
      expect(theirs.data.map(({ id }) => id)).toEqual(ids);
      const own = (await admin.api.get('api-keys')).json as Page;
      expect(own.data.map(({ id }) => id)).not.toEqual(expect.arrayContaining(ids));
      expect((await other.api.get(`api-keys?user_id=${person.id}`)).status).toBe(403);
      for (const query of ['cursor=junk', 'limit=none', 'user_id=1', 'revoked=true']) {
        expect((await person.api.get(`api-keys?${query}`)).status).toBe(400);
      }
    });

    it("finds no one else's; an admin finds all", async () => {
      const { id } = await created(member);
      for (const answer of [
        await other.api.get(`api-keys/${id}`),
        await other.api.patch(`api-keys/${id}`, { name: 'Mine' }),
        await other.api.delete(`api-keys/${id}`),
        await other.api.get(`api-keys/key_${'0'.repeat(32)}`),
      ]) {
        expect([answer.status, answer.json]).toMatchObject([404, { detail: 'API key not found' }]);
      }
      expect((await admin.api.get(`api-keys/${id}`)).json).toMatchObject({ user_id: member.id });
      for (const odd of ['key_abc123', 'sk_live_x', randomUUID(), `key_${'A'.repeat(32)}`]) {
        expect((await member.api.get(`api-keys/${odd}`)).status).toBe(400);
      }
    });

    it('shows when and from where it was last used', async () => {
      const key = await created(member);
      await use(key);
      await eventually(
        async () => ((await member.api.get(`api-keys/${key.id}`)).json as ApiKey).last_used_ip,
        (value) => expect(value).toBe('127.0.0.1'),
      );
      const shown = (await member.api.get(`api-keys/${key.id}`)).json as ApiKey;
      expect(shown.last_used_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    });

    it('needs the scope', async () => {
      const { key } = await addApiKey(latchkey.database, { userId: member.id, scopes: ['read:api-keys'] });
      const api = apiWith(latchkey, { 'x-api-key': key });
      expect((await api.get('api-keys')).status).toBe(200);
      const refused = await api.post('api-keys', DOCUMENTED);
      expect([refused.status, refused.json]).toMatchObject([403, { detail: 'Not enough permissions' }]);
      expect((await apiWith(latchkey, {}).get('api-keys')).json).toMatchObject({ detail: 'Not authenticated' });
    });
  });

  it('can be renamed and nothing else', async () => {
    const { id, key: _, ...before } = await created(member);
    const answer = await member.api.patch(`api-keys/${id}`, { name: 'Renamed' });
    expect([answer.status, answer.json]).toEqual([200, { ...before, id, name: 'Renamed' }]);
    for (const body of [{}, { scopes: ['public'] }, { name: 'x', expires_at: null }]) {
      expect((await member.api.patch(`api-keys/${id}`, body)).status).toBe(400);
    }
  });

  describe('revoking', () => {
    it('kills the key at once and for good', async () => {
      const key = await created(member);
      expect((await use(key)).status).toBe(200);
      const answer = await member.api.delete(`/v1/api-keys/${key.id}`);
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect((await use(key)).status).toBe(401);
      expect((await member.api.delete(`api-keys/${key.id}`)).status).toBe(404);
      expect((await member.api.get(`api-keys/${key.id}`)).status).toBe(404);
      expect((await member.api.patch(`api-keys/${key.id}`, { name: 'x' })).status).toBe(404);
      const events = await latchkey.database.query(
        'SELECT action FROM audit_events WHERE target_id = $1 AND outcome = $2 ORDER BY at, id',
        [key.id, 'success'],
      );
      expect(events).toEqual([{ action: 'api-key.create' }, { action: 'api-key.revoke' }]);
    });

    it('is an admin’s right over anyone’s', async () => {
      const key = await created(member);
      expect((await admin.api.delete(`api-keys/${key.id}`)).status).toBe(204);
      expect((await use(key)).status).toBe(401);
    });

    it('can be done by the key itself', async () => {
      const key = await created(member, { name: 'x', scopes: ['write:api-keys'] });
      expect((await apiWith(latchkey, { 'x-api-key': key.key }).delete(`api-keys/${key.id}`)).status).toBe(204);
      expect((await use(key, 'scopes')).status).toBe(401);
    });

    it('reaches every node', async () => {
      const { database } = latchkey;
      const second = await startLatchkey({ database, settings: { ISSUER: latchkey.baseUrl } });
      try {
        const key = await created(member);
        const there = apiWith(second, { 'x-api-key': key.key });
        expect((await there.get('resources')).status).toBe(200);
        await member.api.delete(`api-keys/${key.id}`);
        await eventually(
          async () => (await there.get('resources')).status,
          (value) => expect(value).toBe(401),
        );
      } finally {
        await second.stop();
      }
    });
  });

  it('are never taken for client secrets or passwords', async () => {
    const { key } = await created(member);
    const login = await postForm(`${latchkey.baseUrl}/api/v1/login/access-token`, {
      username: member.email,
      password: key,
    });
    expect(login.status).toBe(401);
    expect((await call(`${latchkey.baseUrl}/v1/resources`, { headers: bearer(key) })).status).toBe(401);
  });
});
