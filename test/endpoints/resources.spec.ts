import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { type Answer, bearer, call, postForm } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person, sessionCookie, tokenPair } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

interface Resource {
  id: string;
  identifier: string;
}

interface Page {
  data: Resource[];
  next_cursor: string | null;
}

describe('resources', () => {
  let latchkey: Latchkey;
  let admin: Person;
  let member: Person;
  let other: Person;
  beforeAll(async () => {
    latchkey = await startLatchkey();
    admin = await administrator(latchkey);
    member = await newPerson(latchkey, admin);
    other = await newPerson(latchkey, admin);
  });
  afterAll(() => latchkey.stop());

  const freshIdentifier = () => `https://api.example.com/${randomUUID()}`;

  async function created(person: Person, body: object = {}): Promise<Resource> {
    const answer = await person.api.post('resources', { identifier: freshIdentifier(), name: 'An API', ...body });
    expectOf(answer.text, answer.status).toBe(201);
    return answer.json as Resource;
  }

  function fieldsOf(answer: Answer): string[] {
    return ((answer.json as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field);
  }

  it('are registered, read, changed and deleted by their owner', async () => {
    const identifier = freshIdentifier();
    const answer = await member.api.post('/v1/resources', { identifier, name: 'Items API', scopes: ['read_items'] });
    expectOf(answer.text, answer.status).toBe(201);
    expect(answer.json).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      identifier,
      name: 'Items API',
      scopes: ['read_items'],
      owner_id: member.id,
      application_id: null,
      access_token_typ: null,
      made_by: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    const { id } = answer.json as Resource;
    expect((await member.api.get(`resources/${id}`)).json).toEqual(answer.json);
    const changed = await member.api.patch(`resources/${id}`, {
      name: 'Renamed',
      scopes: ['read_items', 'write_items'],
    });
    expect(changed.json).toMatchObject({ identifier, name: 'Renamed', scopes: ['read_items', 'write_items'] });
    const deleted = await member.api.delete(`resources/${id}`);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect((await member.api.get(`resources/${id}`)).status).toBe(404);
    const events = await latchkey.database.query(
      'SELECT action, details FROM audit_events WHERE target_id = $1 ORDER BY at, id',
      [id],
    );
    expect(events).toMatchObject([
      { action: 'resource.create', details: { identifier } },
      { action: 'resource.update', details: { fields: ['name', 'scopes'] } },
      { action: 'resource.delete', details: { identifier } },
    ]);
  });

  it('are listed with every documented credential', async () => {
    const { id } = await created(member);
    const { database, baseUrl } = latchkey;
    const { key } = await addApiKey(database, { userId: member.id, scopes: ['read:resources'] });
    const { access_token } = await tokenPair(latchkey, member.email, member.password);
    const cookie = await sessionCookie(latchkey, member.email, member.password);
    for (const path of ['/v1/resources', '/api/v1/resources', '/v1/resources/']) {
      const url = `${baseUrl}${path}`;
      const answers = [
        await call(url, { headers: bearer(access_token) }),
        await call(url, { headers: { 'x-api-key': key } }),
        await call(`${url}?api_key=${key}`),
        await call(url, { headers: cookie }),
      ];
      for (const answer of answers) {
        expectOf(answer.text, answer.status).toBe(200);
        expect((answer.json as Page).data.map((resource) => resource.id)).toContain(id);
        expect(answer.headers['cache-control']).toBe('no-store');
      }
      expect((await call(url)).json).toMatchObject({ detail: 'Not authenticated' });
    }
  });

  it('are listed newest first, page by page; an admin’s list has all', async () => {
    const person = await newPerson(latchkey, admin);
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.unshift((await created(person)).id);
    const first = (await person.api.get('resources?limit=2')).json as Page;
    expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = (await person.api.get(`resources?limit=2&cursor=${first.next_cursor ?? ''}`)).json as Page;
    expect([second.data.map(({ id }) => id), second.next_cursor]).toEqual([ids.slice(2), null]);
    const all = (await admin.api.get('resources?limit=200')).json as Page;
    expect(all.data.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    const theirs = (await admin.api.get(`resources?user_id=${person.id}`)).json as Page;
    expect(theirs.data.map(({ id }) => id)).toEqual(ids);
    expect((await person.api.get(`resources?user_id=${admin.id}`)).status).toBe(403);
    for (const query of ['cursor=junk', 'limit=-1', 'user_id=me', 'colour=red', 'limit[]=1']) {
      expect((await person.api.get(`resources?${query}`)).status).toBe(400);
    }
  });

  it('are not found by others, and all an admin’s to change', async () => {
    const { id } = await created(member);
    for (const answer of [
      await other.api.get(`resources/${id}`),
      await other.api.patch(`resources/${id}`, { name: 'Mine' }),
      await other.api.delete(`resources/${id}`),
      await other.api.get(`resources/${randomUUID()}`),
    ]) {
      expect([answer.status, answer.json]).toMatchObject([404, { detail: 'Resource not found' }]);
    }
    expect((await admin.api.patch(`resources/${id}`, { name: 'Seen' })).json).toMatchObject({ owner_id: member.id });
    expect((await admin.api.delete(`resources/${id}`)).status).toBe(204);
    expect((await member.api.get('resources/1')).status).toBe(400);
  });

  it('have one identifier each', async () => {
    const { identifier } = await created(member);
    const taken = await other.api.post('resources', { identifier, name: 'Mine' });
    expect([taken.status, fieldsOf(taken)]).toEqual([409, ['identifier']]);
    const { id } = await created(other);
    expect((await other.api.patch(`resources/${id}`, { identifier })).status).toBe(409);
    expect((await other.api.patch(`resources/${id}`, { identifier: freshIdentifier() })).status).toBe(200);
  });

  it.each([
    ['no identifier', { name: 'x' }, 'identifier'],
    ['a fragment', { identifier: 'https://api.example.com/#x', name: 'x' }, 'identifier'],
    ['a relative identifier', { identifier: '/v1', name: 'x' }, 'identifier'],
    ['a script', { identifier: 'javascript:alert(1)', name: 'x' }, 'identifier'],
    ['a number', { identifier: 7, name: 'x' }, 'identifier'],
    ['no name', { identifier: 'https://api.example.com' }, 'name'],
    ['an unknown scope', { identifier: 'https://api.example.com', name: 'x', scopes: ['unknown:scope'] }, 'scopes'],
    ['scopes in one string', { identifier: 'https://api.example.com', name: 'x', scopes: 'public' }, 'scopes'],
    ['an owner', { identifier: 'https://api.example.com', name: 'x', owner_id: randomUUID() }, 'owner_id'],
  ])('are refused with %s', async (_, body, field) => {
    const answer = await member.api.post('resources', body);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  });

  it('are never this server itself, nor hold what only admins may give', async () => {
    const itself = await admin.api.post('resources', { identifier: latchkey.settings.issuer, name: 'x' });
    expect([itself.status, fieldsOf(itself)]).toEqual([400, ['identifier']]);
    const body = { identifier: freshIdentifier(), name: 'x', scopes: ['read:users'] };
    expect((await member.api.post('resources', body)).status).toBe(403);
    expect((await admin.api.post('resources', body)).status).toBe(201);
  });

  it('need the scope', async () => {
    const { key } = await addApiKey(latchkey.database, { userId: member.id, scopes: ['read:resources'] });
    const api = apiWith(latchkey, { 'x-api-key': key });
    const refused = await api.post('resources', { identifier: freshIdentifier(), name: 'x' });
    expect([refused.status, refused.json]).toMatchObject([403, { detail: 'Not enough permissions' }]);
    expect(refused.headers['www-authenticate']).toContain('write:resources');
    const writing = await addApiKey(latchkey.database, { userId: member.id, scopes: ['write:resources'] });
    const withScopes = { identifier: freshIdentifier(), name: 'x', scopes: ['read_items'] };
    expect((await apiWith(latchkey, { 'x-api-key': writing.key }).post('resources', withScopes)).status).toBe(201);
    expect((await apiWith(latchkey, { 'x-api-key': writing.key }).get('resources')).status).toBe(403);
  });

  it('are known to the token endpoint from their registration to their end, for every kind of end', async () => {
    const { clientId, clientSecret } = await addApplication(latchkey.database, { scopes: ['read_items'] });
    const statusFor = async (resource: string) => {
      const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, resource };
      return (await postForm(`${latchkey.baseUrl}/oauth/token`, form)).status;
    };
    const owner = await newPerson(latchkey, admin);
    const [first, second] = [freshIdentifier(), freshIdentifier()];
    for (const identifier of [first, second]) {
      expect(await statusFor(identifier)).toBe(400);
      await created(owner, { identifier, scopes: ['read_items'] });
      expect(await statusFor(identifier)).toBe(200);
    }
    const resource = (await owner.api.get('resources')).json as Page;
    const { id } = resource.data.find(({ identifier }) => identifier === first)!;
    const renamed = freshIdentifier();
    expect(await statusFor(renamed)).toBe(400);
    expect((await owner.api.patch(`resources/${id}`, { identifier: renamed })).status).toBe(200);
    expect([await statusFor(first), await statusFor(renamed)]).toEqual([400, 200]);
    expect((await owner.api.delete(`resources/${id}`)).status).toBe(204);
    expect(await statusFor(renamed)).toBe(400);
    expect((await admin.api.delete(`users/${owner.id}`)).status).toBe(204);
    expect(await statusFor(second)).toBe(400);
  });
});
