import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { type Answer, bearer, call } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

interface Brand {
  id: string;
  name: string;
  slug: string;
  logo_url: string | null;
  primary_color: string | null;
  role: string | null;
}
const brandOf = (answer: Answer) => answer.json as Brand;
const idsOf = (answer: Answer) => (answer.json as { data: { id: string }[] }).data.map(({ id }) => id);
const fieldsOf = (answer: Answer) =>
  ((answer.json as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field);
const UNKNOWN = '0192f2a0-0000-7000-8000-000000000000';

let server: Latchkey;
let admin: Person;
let owner: Person;
let member: Person;
let outsider: Person;
let slugs = 0;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  [owner, member, outsider] = [
    await newPerson(server, admin),
    await newPerson(server, admin),
    await newPerson(server, admin),
  ];
});
afterAll(() => server.stop());

const newBrand = async () =>
  brandOf(await owner.api.post('brands', { name: 'A brand', slug: `brand-${String(++slugs)}` }));

/** A brand with one owner and one member. */
async function sharedBrand(): Promise<Brand> {
  const brand = await newBrand();
  expect((await admin.api.put(`brands/${brand.id}/members/${member.id}`, { role: 'member' })).status).toBe(200);
  return brand;
}

describe('creating a brand', () => {
  it('answers 201 with the brand, and makes the creator its owner', async () => {
    const body = {
      name: 'Acme',
      slug: 'acme',
      logo_url: 'https://cdn.example.com/a.svg?v=1',
      primary_color: '#0A7cff',
    };
    const answer = await owner.api.post('brands', body);
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...body,
      second_factor: null,
      role: 'owner',
      made_by: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    const { id } = brandOf(answer);
    expect((await owner.api.get(`brands/${id}`)).json).toEqual(answer.json);
    expect((await owner.api.get(`/v1/brands/${id}/`)).json).toEqual(answer.json);
    expect((await owner.api.get(`brands/${id}/members/${owner.id}`)).json).toMatchObject({ role: 'owner' });
  });

  it('makes a slug of the name where none is given, and another where that is taken', async () => {
    expect(brandOf(await owner.api.post('brands', { name: 'Crème & Co.' })).slug).toBe('creme-co');
    expect(brandOf(await owner.api.post('brands', { name: 'Crème & Co.' })).slug).toMatch(/^creme-co-[0-9a-f]{8}$/);
    expect(brandOf(await owner.api.post('brands', { name: '株式会社' })).slug).toBe('brand');
  });

  it('refuses a slug that is taken', async () => {
    const { slug } = await newBrand();
    const answer = await outsider.api.post('brands', { name: 'Mine', slug });
    expect([answer.status, fieldsOf(answer)]).toEqual([409, ['slug']]);
  });

  it.each<[string, unknown]>([
    ['name', undefined],
    ['name', ''],
    ['name', '   '],
    ['name', 'x'.repeat(101)],
    ['name', 'two\nlines'],
    ['name', 'turned\u202eround'],
    ['name', { toString: 'x' }],
    ['slug', 'Upper'],
    ['slug', 'with space'],
    ['slug', '-dash'],
    ['slug', 'dash-'],
    ['slug', 'x'.repeat(65)],
    ['slug', 'a'.repeat(50_000)],
    ['primary_color', 'red'],
    ['primary_color', '#fff'],
    ['primary_color', '#12345g'],
    ['primary_color', '#123456;background:url(x)'],
    ['logo_url', 'http://example.com/logo.png'],
    ['logo_url', 'javascript:alert(1)'],
    ['logo_url', 'JavaScript:alert(1)'],
    ['logo_url', 'java\tscript:alert(1)'],
    ['logo_url', ' https://example.com/logo.png'],
    ['logo_url', 'https://example.com/a b.png'],
    ['logo_url', 'https://example.com/"onerror="x'],
    ['logo_url', 'https:\\\\example.com\\logo.png'],
    ['logo_url', 'https://user:password@example.com/logo.png'],
    ['logo_url', 'https://good.example@evil.example/logo.png'],
    ['logo_url', 'https://'],
    ['logo_url', '//example.com/logo.png'],
    ['logo_url', 'data:image/png;base64,AAAA'],
    ['logo_url', 'vbscript:x'],
    ['logo_url', `https://example.com/${'x'.repeat(2048)}`],
    ['logo_url', ['https://example.com/logo.png']],
    ['role', 'owner'],
    ['owner_id', UNKNOWN],
    ['id', UNKNOWN],
  ])('refuses %s = %j and names the field', async (field, value) => {
    const answer = await owner.api.post('brands', { name: 'Faulty', slug: 'faulty', [field]: value });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  });

  it('asks every caller for the scope', async () => {
    const { key } = await addApiKey(server.database, { userId: owner.id, scopes: ['read:brands'] });
    const api = apiWith(server, { 'x-api-key': key });
    expect((await api.get('brands')).status).toBe(200);
    const refused = await api.post('brands', { name: 'No' });
    expect([refused.status, refused.json]).toMatchObject([403, { detail: 'Not enough permissions' }]);
    expect((await apiWith(server, {}).get('brands/')).json).toMatchObject({ detail: 'Not authenticated' });
  });

  it('refuses an application without an owner', async () => {
    const application = await addApplication(server.database, { scopes: ['read:brands', 'write:brands'] });
    const answer = await call(`${server.baseUrl}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: application.clientId,
        client_secret: application.clientSecret,
      }),
    });
    const api = apiWith(server, bearer((answer.json as { access_token: string }).access_token));
    expect((await api.post('brands', { name: 'No' })).status).toBe(403);
    expect((await api.get('brands')).json).toEqual({ data: [], next_cursor: null });
  });

  it('works with a session cookie, but not from another site', async () => {
    const cookie = await sessionCookie(server, owner.email, owner.password);
    const own = apiWith(server, { ...cookie, 'sec-fetch-site': 'same-origin' });
    expect((await own.post('brands', { name: 'By cookie' })).status).toBe(201);
    const foreign = apiWith(server, { ...cookie, 'sec-fetch-site': 'cross-site' });
    expect((await foreign.post('brands', { name: 'By cookie' })).status).toBe(403);
  });
});

describe('listing brands', () => {
  it('lists what the caller belongs to, and everything to admins', async () => {
    const brand = await sharedBrand();
    expect(idsOf(await owner.api.get('brands?limit=200'))).toContain(brand.id);
    expect((await member.api.get('brands?limit=200')).json).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ id: brand.id, role: 'member' })]),
    });
    expect(idsOf(await outsider.api.get('brands?limit=200'))).not.toContain(brand.id);
    expect((await admin.api.get('brands?limit=200')).json).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ id: brand.id, role: null })]),
    });
  });

  it('pages, newest first', async () => {
    const all = idsOf(await owner.api.get('brands?limit=200'));
    const first = await owner.api.get('brands?limit=2');
    const { next_cursor } = first.json as { next_cursor: string };
    const second = await owner.api.get(`brands?limit=2&cursor=${next_cursor}`);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(all.slice(0, 4));
    expect(all).toEqual([...all].sort().reverse());
    expect((await owner.api.get('brands?cursor=x')).status).toBe(400);
    expect((await owner.api.get('brands?limit=2&cursor=')).json).toEqual(first.json);
    expect((await owner.api.get('brands?owner=x')).status).toBe(400);
  });
});

describe('who may do what with a brand', () => {
  it('shows it only to members and admins', async () => {
    const { id } = await sharedBrand();
    expect((await member.api.get(`brands/${id}`)).json).toMatchObject({ role: 'member' });
    expect((await admin.api.get(`brands/${id}`)).json).toMatchObject({ role: null });
    const calls = [
      await outsider.api.get(`brands/${id}`),
      await outsider.api.patch(`brands/${id}`, { name: 'Mine' }),
      await outsider.api.delete(`brands/${id}`),
      await outsider.api.get(`brands/${id}/members`),
      await outsider.api.get(`brands/${id}/members/${owner.id}`),
      await outsider.api.put(`brands/${id}/members/${outsider.id}`, { role: 'owner' }),
      await outsider.api.delete(`brands/${id}/members/${outsider.id}`),
      await owner.api.get(`brands/${UNKNOWN}`),
    ];
    expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 404));
    expect(new Set(calls.map(({ json }) => (json as { detail: string }).detail))).toEqual(new Set(['Brand not found']));
  });

  it('lets owners and admins change it, and members only look', async () => {
    const { id } = await sharedBrand();
    const refused = [
      await member.api.patch(`brands/${id}`, { name: 'x' }),
      await member.api.delete(`brands/${id}`),
      await member.api.put(`brands/${id}/members/${member.id}`, { role: 'owner' }),
      await member.api.put(`brands/${id}/members/${outsider.id}`, { role: 'member' }),
      await member.api.delete(`brands/${id}/members/${owner.id}`),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));

    const changed = await owner.api.patch(`brands/${id}`, {
      name: 'Other',
      logo_url: 'https://x.example/l',
      primary_color: '#ffffff',
    });
    expect([changed.status, changed.json]).toMatchObject([200, { name: 'Other', logo_url: 'https://x.example/l' }]);
    const cleared = await admin.api.patch(`brands/${id}`, { logo_url: null, primary_color: null });
    expect([cleared.status, cleared.json]).toMatchObject([200, { name: 'Other', logo_url: null, primary_color: null }]);
    expect((await owner.api.patch(`brands/${id}`, { logo_url: 'javascript:x' })).status).toBe(400);
    expect((await owner.api.patch(`brands/${id}`, { created_at: 'x' })).status).toBe(400);
    expect((await owner.api.patch(`brands/${id}`, {})).status).toBe(200);
  });

  it('refuses to change a slug to one that is taken', async () => {
    const [first, second] = [await newBrand(), await newBrand()];
    const answer = await owner.api.patch(`brands/${second.id}`, { slug: first.slug });
    expect([answer.status, fieldsOf(answer)]).toEqual([409, ['slug']]);
  });

  it('deletes it, and its applications stay', async () => {
    const { id } = await sharedBrand();
    const application = await addApplication(server.database, { ownerId: owner.id });
    await server.database.query('UPDATE applications SET brand_id = $1 WHERE id = $2', [id, application.id]);
    expect((await owner.api.delete(`brands/${id}`)).status).toBe(204);
    expect((await owner.api.get(`brands/${id}`)).status).toBe(404);
    const rows = await server.database.query('SELECT brand_id FROM applications WHERE id = $1', [application.id]);
    expect(rows).toEqual([{ brand_id: null }]);
  });

  it('audits changes by field names', async () => {
    const { id } = await sharedBrand();
    await owner.api.patch(`brands/${id}`, { logo_url: 'https://x.example/l', primary_color: '#ffffff' });
    const rows = await server.database.query<{ action: string; actor_id: string; details: unknown }>(
      'SELECT action, actor_id, details FROM audit_events WHERE target_id = $1 ORDER BY id',
      [id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['brand.create', 'brand.member-put', 'brand.update']);
    expect(rows[2]).toEqual({
      action: 'brand.update',
      actor_id: owner.id,
      details: { fields: ['logo_url', 'primary_color'] },
    });
  });
});

describe('the members of a brand', () => {
  it('are listed by id, name and role, and nothing else of them', async () => {
    const { id } = await sharedBrand();
    const answer = await member.api.get(`brands/${id}/members`);
    expect((answer.json as { data: unknown[] }).data).toEqual([
      { user_id: member.id, name: null, role: 'member', accepted: true },
      { user_id: owner.id, name: null, role: 'owner', accepted: true },
    ]);
    const page = await member.api.get(`brands/${id}/members?limit=1`);
    const { next_cursor } = page.json as { next_cursor: string };
    const rest = await member.api.get(`brands/${id}/members?limit=1&cursor=${next_cursor}`);
    expect(rest.json).toEqual({
      data: [{ user_id: owner.id, name: null, role: 'owner', accepted: true }],
      next_cursor: null,
    });
  });

  it('get another role by the same call', async () => {
    const { id } = await sharedBrand();
    const put = await owner.api.put(`brands/${id}/members/${member.id}`, { role: 'owner' });
    expect([put.status, put.json]).toMatchObject([200, { user_id: member.id, role: 'owner' }]);
    expect((await member.api.patch(`brands/${id}`, { name: 'Ours' })).status).toBe(200);
    expect((await member.api.delete(`brands/${id}/members/${owner.id}`)).status).toBe(204);
    expect((await owner.api.get(`brands/${id}`)).status).toBe(404);
  });

  it('must be users, and have a role there is', async () => {
    const { id } = await newBrand();
    expect((await owner.api.put(`brands/${id}/members/${UNKNOWN}`, { role: 'member' })).status).toBe(404);
    expect((await owner.api.get(`brands/${id}/members/${member.id}`)).status).toBe(404);
    expect((await owner.api.delete(`brands/${id}/members/${member.id}`)).status).toBe(404);
    const role = await owner.api.put(`brands/${id}/members/${member.id}`, { role: 'admin' });
    expect([role.status, fieldsOf(role)]).toEqual([400, ['role']]);
    const junk = await owner.api.put(`brands/${id}/members/me`, { role: 'member' });
    expect([junk.status, fieldsOf(junk)]).toEqual([400, ['user_id']]);
  });

  it('may leave, but for the last owner', async () => {
    const { id } = await sharedBrand();
    expect((await member.api.delete(`brands/${id}/members/${member.id}`)).status).toBe(204);
    const left = await owner.api.delete(`brands/${id}/members/${owner.id}`);
    expect([left.status, fieldsOf(left)]).toEqual([409, ['user_id']]);
    const demoted = await owner.api.put(`brands/${id}/members/${owner.id}`, { role: 'member' });
    expect([demoted.status, fieldsOf(demoted)]).toEqual([409, ['user_id']]);
    expect((await admin.api.delete(`brands/${id}/members/${owner.id}`)).status).toBe(409);
  });

  it('keep an owner when all owners leave at once', async () => {
    const { id } = await sharedBrand();
    for (const person of [member, outsider]) {
      await admin.api.put(`brands/${id}/members/${person.id}`, { role: 'owner' });
    }
    const answers = await Promise.all(
      [owner, member, outsider].map((person) => person.api.delete(`brands/${id}/members/${person.id}`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 204, 409]);
  });

  it('go with a user who is deleted; the brand is then for admins to hand on', async () => {
    const leaver = await newPerson(server, admin);
    const { id } = brandOf(await leaver.api.post('brands', { name: 'Left behind' }));
    expect((await admin.api.delete(`users/${leaver.id}`)).status).toBe(204);
    expect((await admin.api.get(`brands/${id}/members`)).json).toEqual({ data: [], next_cursor: null });
    expect((await admin.api.put(`brands/${id}/members/${member.id}`, { role: 'owner' })).status).toBe(200);
    expect((await member.api.get(`brands/${id}`)).json).toMatchObject({ role: 'owner' });
  });
});
