import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import type { Answer } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

interface Scope {
  name: string;
  description: string;
  admin_only: boolean;
  built_in: boolean;
}

describe('scopes', () => {
  let latchkey: Latchkey;
  let admin: Person;
  let member: Person;
  beforeAll(async () => {
    latchkey = await startLatchkey();
    admin = await administrator(latchkey);
    member = await newPerson(latchkey, admin);
  });
  afterAll(() => latchkey.stop());

  const freshName = () => `test:${randomUUID()}`;

  async function created(body: object): Promise<Scope> {
    const answer = await admin.api.post('scopes', { name: freshName(), description: 'A test', ...body });
    expectOf(answer.text, answer.status).toBe(201);
    return answer.json as Scope;
  }

  function fieldsOf(answer: Answer): string[] {
    return ((answer.json as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field);
  }

  it('are listed by name to anyone with any credential, on both paths', async () => {
    const { key } = await addApiKey(latchkey.database, { userId: member.id, scopes: ['public'] });
    const withKey = apiWith(latchkey, { 'x-api-key': key });
    const answer = await withKey.get('/v1/scopes/?limit=200');
    expect(answer.status).toBe(200);
    const { data, next_cursor } = answer.json as { data: Scope[]; next_cursor: string | null };
    expect(next_cursor).toBeNull();
    const names = data.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        ...['public', 'read_items', 'write_items', 'read_spaces', 'write_spaces'],
        ...['read:resources', 'write:resources', 'openid', 'profile', 'email', 'offline_access'],
      ]),
    );
    expect(data.find(({ name }) => name === 'read_items')).toEqual({
      name: 'read_items',
      description: 'Read items',
      admin_only: false,
      built_in: true,
      created_at: expect.stringMatching(/Z$/),
    });
    expect(data.find(({ name }) => name === 'write:users')).toMatchObject({ admin_only: true });

    const pages: string[] = [];
    let cursor = '';
    do {
      const page = (await member.api.get(`scopes?limit=7${cursor}`)).json as {
        data: Scope[];
        next_cursor: string | null;
      };
      pages.push(...page.data.map(({ name }) => name));
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
    } while (cursor !== '');
    expect(pages).toEqual(names);

    expect((await apiWith(latchkey, {}).get('scopes')).status).toBe(401);
    expect((await member.api.get('scopes?cursor=%22')).status).toBe(400);
    expect((await member.api.get('scopes?sort=name')).status).toBe(400);
  });

  it('are read by name, for every valid name', async () => {
    const { name } = await created({ name: `https://api.example.com/${randomUUID()}?x=1#y` });
    const answer = await member.api.get(`scopes/${encodeURIComponent(name)}`);
    expect([answer.status, answer.json]).toMatchObject([200, { name }]);
    expect((await member.api.get('scopes/unknown-scope')).status).toBe(404);
    expect((await member.api.get('scopes/a%20b')).status).toBe(400);
    expect((await member.api.get('scopes/%00')).status).toBe(400);
  });

  it('are added by admins', async () => {
    const name = freshName();
    const answer = await admin.api.post('scopes', { name, description: 'Read the test' });
    expect([answer.status, answer.json]).toMatchObject([
      201,
      { name, description: 'Read the test', admin_only: false, built_in: false },
    ]);
    const again = await admin.api.post('scopes', { name, description: 'Again' });
    expect([again.status, fieldsOf(again)]).toEqual([409, ['name']]);
    const events = await latchkey.database.query(
      `SELECT action, actor_id FROM audit_events WHERE target_type = 'scope' AND target_id = $1`,
      [name],
    );
    expect(events).toEqual([{ action: 'scope.create', actor_id: admin.id }]);
  });

  it.each([
    ['no name', { description: 'x' }, 'name'],
    ['no description', { name: 'x' }, 'description'],
    ['an empty description', { name: 'x', description: ' ' }, 'description'],
    ['a space in the name', { name: 'a b', description: 'x' }, 'name'],
    ['a quote in the name', { name: 'a"b', description: 'x' }, 'name'],
    ['a backslash in the name', { name: 'a\\b', description: 'x' }, 'name'],
    ['another alphabet', { name: 'läsa', description: 'x' }, 'name'],
    ['a dot alone as the name', { name: '.', description: 'x' }, 'name'],
    ['two dots as the name', { name: '..', description: 'x' }, 'name'],
    ['an empty name', { name: '', description: 'x' }, 'name'],
    ['a long name', { name: 'n'.repeat(101), description: 'x' }, 'name'],
    ['a long description', { name: 'x', description: 'd'.repeat(201) }, 'description'],
    ['a switch in words', { name: 'x', description: 'x', admin_only: 'yes' }, 'admin_only'],
    ['being built in', { name: 'x', description: 'x', built_in: true }, 'built_in'],
  ])('are refused with %s', async (_, body, field) => {
    const answer = await admin.api.post('scopes', body);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  });

  it('say why a name of dots alone is refused, and take dots elsewhere', async () => {
    const answer = await admin.api.post('scopes', { name: '..', description: 'x' });
    expect(answer.json).toMatchObject({ detail: expect.stringContaining('and not . or ..') });
    for (const name of ['...', 'a.b', '.well-known', '/.']) {
      await created({ name });
      expectOf(name, (await admin.api.delete(`scopes/${encodeURIComponent(name)}`)).status).toBe(204);
    }
  });

  it('are changed by admins, but for what guards this server', async () => {
    const { name } = await created({});
    const path = `scopes/${encodeURIComponent(name)}`;
    const answer = await admin.api.patch(path, { description: 'Something else', admin_only: true });
    expect([answer.status, answer.json]).toMatchObject([200, { description: 'Something else', admin_only: true }]);
    expect((await admin.api.patch(path, {})).json).toMatchObject({ description: 'Something else', admin_only: true });

    expect((await admin.api.patch('scopes/read_items', { description: 'Read items' })).status).toBe(200);
    const opened = await admin.api.patch('scopes/write:users', { admin_only: false });
    expect([opened.status, fieldsOf(opened)]).toEqual([409, ['admin_only']]);
    expect((await admin.api.patch('scopes/unknown-scope', { description: 'x' })).status).toBe(404);
    expect((await admin.api.patch(path, { name: 'renamed' })).status).toBe(400);
  });

  it('that become an admin’s are no longer carried by members at once', async () => {
    const { name } = await created({});
    const { key } = await addApiKey(latchkey.database, { userId: member.id, scopes: [name, 'write:api-keys'] });
    const api = apiWith(latchkey, { 'x-api-key': key });
    expect((await api.post('api-keys', { name: 'x', scopes: [name] })).status).toBe(201);
    await admin.api.patch(`scopes/${name}`, { admin_only: true });
    expect((await api.post('api-keys', { name: 'x', scopes: [name] })).status).toBe(403);
  });

  it('are deleted by admins unless built in or in use', async () => {
    const { name } = await created({});
    const path = `scopes/${encodeURIComponent(name)}`;
    const application = await member.api.post('applications', { name: 'x', scopes: [name] });
    const { id } = application.json as { id: string };
    const inUse = await admin.api.delete(path);
    expect([inUse.status, inUse.json]).toMatchObject([
      409,
      { detail: 'name: is in use: 1 applications, 0 API keys, 0 resources; take it from them first' },
    ]);
    await member.api.delete(`applications/${id}`);
    const key = await member.api.post('api-keys', { name: 'x', scopes: [name] });
    expect((await admin.api.delete(path)).status).toBe(409);
    await member.api.delete(`api-keys/${(key.json as { id: string }).id}`);
    const answer = await admin.api.delete(path);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await admin.api.delete(path)).status).toBe(404);
    expect((await member.api.post('applications', { name: 'x', scopes: [name] })).status).toBe(400);
    expect((await admin.api.delete('scopes/read_items')).status).toBe(409);
  });

  it('are changed by admins only', async () => {
    const body = { name: freshName(), description: 'x' };
    expect((await member.api.post('scopes', body)).status).toBe(403);
    expect((await member.api.patch('scopes/read_items', { description: 'x' })).status).toBe(403);
    expect((await member.api.delete('scopes/read_items')).status).toBe(403);
    const { key } = await addApiKey(latchkey.database, { userId: admin.id, scopes: ['read:users'] });
    const narrow = await apiWith(latchkey, { 'x-api-key': key }).post('scopes', body);
    expect([narrow.status, narrow.headers['www-authenticate']]).toEqual([403, expect.stringContaining('write:scopes')]);
    const owned = await addApiKey(latchkey.database, { userId: member.id, scopes: ['write:scopes'] });
    expect((await apiWith(latchkey, { 'x-api-key': owned.key }).post('scopes', body)).status).toBe(403);
  });

  it('reach every node', async () => {
    const { database } = latchkey;
    const second = await startLatchkey({ database, settings: { ISSUER: latchkey.baseUrl } });
    try {
      const there = apiWith(second, { authorization: `Bearer ${member.token}` });
      const { name } = await created({});
      await eventually(
        async () => (await there.post('applications', { name: 'x', scopes: [name] })).status,
        (value) => expect(value).toBe(201),
      );
    } finally {
      await second.stop();
    }
  });
});
