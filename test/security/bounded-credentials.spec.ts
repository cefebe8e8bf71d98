/*
 * A credential that has an end or an IP whitelist would become one that has neither: a thief who holds it for a minute, at
 * the address where it works, makes a key, or an application or a secret of one, that goes on everywhere and for good.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectOf } from '../support/expect-of.js';
import { type Answer, bearer, postForm } from '../support/http.js';
import { type Api, administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const HERE = '127.0.0.1';
const THERE = '203.0.113.7';
const END = '2099-06-01T00:00:00Z';
const CALLBACK = 'https://app.example.com/callback';
const ELSEWHERE = 'https://elsewhere.example/callback';

let server: Latchkey;
let admin: Person;
let member: Person;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  member = await newPerson(server, admin);
});
afterAll(() => server.stop());

async function keyOf(person: Person, scopes: string[], bounds: object): Promise<{ id: string; api: Api }> {
  const answer = await person.api.post('api-keys', { name: 'bound', scopes, ...bounds });
  expectOf(answer.text, answer.status).toBe(201);
  const { id, key } = answer.json as { id: string; key: string };
  return { id, api: apiWith(server, { 'x-api-key': key }) };
}

const makesKey = (api: Api, bounds: object) =>
  api.post('api-keys', { name: 'made', scopes: ['read:api-keys'], ...bounds });

interface Made {
  id: string;
  client_id: string;
  client_secret: string;
}

function made({ status, text, json }: Answer): Made {
  expectOf(text, status).toBe(201);
  return json as Made;
}

const faultOf = ({ status, json }: Answer) => [
  status,
  (json as { errors?: { field: string }[] }).errors?.map(({ field }) => field),
];

async function loosens(api: Api, keyId: string): Promise<number[]> {
  const list = `api-keys/${keyId}/ip-whitelist`;
  const [entry] = ((await api.get(list)).json as { data: { id: string }[] }).data;
  const added = await api.post(list, { cidr: THERE });
  return [added.status, (await api.delete(`${list}/${entry?.id ?? ''}?force=true`)).status];
}

describe('an API key that ends, or is bound to addresses', () => {
  const scopes = ['write:api-keys', 'read:api-keys', 'read:ip-whitelist', 'write:ip-whitelist'];

  it('makes none that lives longer', async () => {
    const { api } = await keyOf(member, scopes, { expires_at: END });
    expect((await makesKey(api, {})).json).toMatchObject({ expires_at: END });
    const earlier = '2099-05-01T00:00:00Z';
    expect((await makesKey(api, { expires_at: earlier })).json).toMatchObject({ expires_at: earlier });
    expect(faultOf(await makesKey(api, { expires_at: '2099-06-01T00:00:01Z' }))).toEqual([403, ['expires_at']]);
  });

  it('makes none that works from elsewhere, and loosens no list of a key', async () => {
    const ip_whitelist = [{ cidr: '127.0.0.0/8', note: 'here' }];
    const { id, api } = await keyOf(member, scopes, { ip_whitelist });
    const key = await makesKey(api, {});
    expect(key.json).toMatchObject({ ip_whitelist: [{ cidr: '127.0.0.0/8' }], expires_at: null });
    expect((await makesKey(api, { ip_whitelist: [{ cidr: HERE }] })).status).toBe(201);
    for (const cidr of ['126.0.0.0/7', THERE, '::/0']) {
      const wider = await makesKey(api, { ip_whitelist: [{ cidr: HERE }, { cidr }] });
      expect(faultOf(wider)).toEqual([403, ['ip_whitelist']]);
    }
    for (const keyId of [id, (key.json as { id: string }).id]) {
      expect(await loosens(api, keyId)).toEqual([403, 403]);
      expect((await member.api.post(`api-keys/${keyId}/ip-whitelist`, { cidr: THERE })).status).toBe(201);
    }
  });

  it('is the only one to be held so: a key without bounds, and a session, set what they like', async () => {
    const { id, api } = await keyOf(member, scopes, {});
    const ip_whitelist = [{ cidr: HERE }];
    expect((await makesKey(api, { expires_at: END, ip_whitelist })).status).toBe(201);
    expect((await makesKey(api, {})).json).toMatchObject({ expires_at: null, ip_whitelist: [] });
    expect((await api.post(`api-keys/${id}/ip-whitelist`, { cidr: HERE })).status).toBe(201);
  });
});

describe('an application that acts in this server’s own API', () => {
  const scopes = ['write:applications', 'write:api-keys', 'read:resources', 'read_items', 'openid'];
  const powerful = { name: 'x', scopes: ['write:api-keys', 'read:resources'], redirect_uris: [CALLBACK] };
  const plain = { ...powerful, scopes: ['read_items', 'openid'] };

  describe.each<[string, object]>([
    ['ends', { expires_at: END }],
    ['is bound to addresses', { ip_whitelist: [{ cidr: HERE }] }],
  ])('beside an API key that %s', (_, bounds) => {
    it('is not made by it', async () => {
      const { api } = await keyOf(member, scopes, bounds);
      expect(faultOf(await api.post('applications', powerful))).toEqual([403, ['scopes']]);
      for (const scope of powerful.scopes) {
        expect(faultOf(await api.post('applications', { ...powerful, scopes: [scope] }))).toEqual([403, ['scopes']]);
      }
      const signingIn = { ...powerful, type: 'public', grant_types: ['authorization_code'] };
      expect(faultOf(await api.post('applications', signingIn))).toEqual([403, ['scopes']]);
      const theirs = made(await api.post('applications', plain));
      const more = { scopes: [...plain.scopes, 'read:resources'] };
      expect(faultOf(await api.patch(`applications/${theirs.id}`, more))).toEqual([403, ['scopes']]);
    });

    it('gets no secret, no other way in and no other address by it', async () => {
      const { api } = await keyOf(member, scopes, bounds);
      const { id } = made(await member.api.post('applications', powerful));
      expect(faultOf(await api.post(`applications/${id}/secrets`, {}))).toEqual([403, ['id']]);
      for (const change of [
        { redirect_uris: [CALLBACK, ELSEWHERE] },
        { grant_types: ['client_credentials', 'authorization_code'] },
        { token_endpoint_auth_method: 'client_secret_post' },
      ]) {
        expect(faultOf(await api.patch(`applications/${id}`, change))).toEqual([403, ['scopes']]);
      }
      expect((await api.patch(`applications/${id}`, { name: 'y', scopes: ['read:resources'] })).status).toBe(200);
      expect((await api.patch(`applications/${id}`, { disabled: true })).status).toBe(200);
    });

    it('is the only one to be held so: another is made, changed and given secrets', async () => {
      const { api } = await keyOf(member, scopes, bounds);
      const { id } = made(await api.post('applications', plain));
      expect((await api.patch(`applications/${id}`, { redirect_uris: [CALLBACK, ELSEWHERE] })).status).toBe(200);
      made(await api.post(`applications/${id}/secrets`, {}));
    });
  });

  it('nor one with a scope that only administrators give', async () => {
    await admin.api.post('scopes', { name: 'read_payroll', description: 'Read payroll', admin_only: true });
    const { api } = await keyOf(admin, ['write:applications', 'read_payroll'], { expires_at: END });
    const answer = await api.post('applications', { name: 'x', scopes: ['read_payroll'] });
    expect(faultOf(answer)).toEqual([403, ['scopes']]);
  });

  it('is made by an API key without bounds, as by a session', async () => {
    const { api } = await keyOf(member, scopes, {});
    const { id } = made(await api.post('applications', powerful));
    made(await api.post(`applications/${id}/secrets`, {}));
    expect((await api.patch(`applications/${id}`, { redirect_uris: [ELSEWHERE] })).status).toBe(200);
  });
});

describe('an application with an IP whitelist', () => {
  const scopes = ['write:api-keys', 'read:api-keys', 'write:applications', 'read:ip-whitelist', 'write:ip-whitelist'];

  async function bound(): Promise<{ application: Made; api: Api }> {
    const application = made(await member.api.post('applications', { name: 'Bound', scopes }));
    const listed = await member.api.post(`applications/${application.id}/ip-whitelist`, { cidr: '127.0.0.0/8' });
    expect(listed.status).toBe(201);
    const { client_id, client_secret } = application;
    const form = { grant_type: 'client_credentials', client_id, client_secret };
    const { json } = await postForm(`${server.baseUrl}/oauth/token`, form);
    return { application, api: apiWith(server, bearer((json as { access_token: string }).access_token)) };
  }

  it('makes no key for itself that works from elsewhere, and loosens none that it made', async () => {
    const { api } = await bound();
    const key = await makesKey(api, {});
    expect(key.json).toMatchObject({ ip_whitelist: [{ cidr: '127.0.0.0/8' }], expires_at: null });
    expect(faultOf(await makesKey(api, { ip_whitelist: [{ cidr: THERE }] }))).toEqual([403, ['ip_whitelist']]);
    expect((await makesKey(api, { ip_whitelist: [{ cidr: HERE }] })).status).toBe(201);
    expect(await loosens(api, (key.json as { id: string }).id)).toEqual([403, 403]);
  });

  it('makes no other application without it, and rotates its own secrets', async () => {
    const { application, api } = await bound();
    const powerful = { name: 'x', scopes: ['write:api-keys'] };
    expect(faultOf(await api.post('applications', powerful))).toEqual([403, ['scopes']]);
    const { id } = made(await member.api.post('applications', powerful));
    expect(faultOf(await api.post(`applications/${id}/secrets`, {}))).toEqual([403, ['id']]);
    made(await api.post(`applications/${application.id}/secrets`, {}));
    const change = { redirect_uris: [CALLBACK] };
    expect((await api.patch(`applications/${application.id}`, change)).status).toBe(200);
  });

  it('makes a person’s keys as the person would, who uses them elsewhere', async () => {
    const client = await addApplication(server.database, { scopes, redirectUris: [CALLBACK] });
    await admin.api.post(`applications/${client.id}/ip-whitelist`, { cidr: HERE });
    const tokens = await RelyingParty.of(server, client, CALLBACK).tokens(member, { scope: scopes.join(' ') });
    const key = await makesKey(apiWith(server, bearer(tokens.access_token)), {});
    expectOf(key.text, key.status).toBe(201);
    expect(key.json).toMatchObject({ ip_whitelist: [] });
  });
});
