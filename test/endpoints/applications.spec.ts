import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { growth, LINEAR } from '../support/cost.js';
import { type Answer, basic, bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

interface Application {
  id: string;
  client_id: string;
  client_secret: string;
  name: string;
  scopes: string[];
  [field: string]: unknown;
}

interface Tokens {
  access_token: string;
  refresh_token: string;
  scope: string;
  expires_in: number;
}

const BY_HAND = { name: 'By hand', scopes: ['read_items', 'write_items'] };

describe('applications', () => {
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

  async function created(person: Person, body: object = BY_HAND): Promise<Application> {
    const answer = await person.api.post('applications', body);
    expectOf(answer.text, answer.status).toBe(201);
    return answer.json as Application;
  }

  function token(application: Application, form: Record<string, string>): Promise<Answer> {
    const { client_id, client_secret } = application;
    return postForm(`${latchkey.baseUrl}/oauth/token`, { client_id, client_secret, ...form });
  }

  async function signIn(application: Application, person = member, scope?: string): Promise<Tokens> {
    const form = { grant_type: 'password', username: person.email, password: person.password };
    const answer = await token(application, { ...form, ...(scope === undefined ? {} : { scope }) });
    expectOf(answer.text, answer.status).toBe(200);
    return answer.json as Tokens;
  }

  async function works({ access_token }: Tokens): Promise<boolean> {
    const api = apiWith(latchkey, { authorization: `Bearer ${access_token}` });
    return (await api.get('scopes')).status === 200;
  }

  async function builtIn(clientId: string): Promise<Application> {
    const all = (await admin.api.get('applications?limit=200')).json as { data: Application[] };
    const found = all.data.find((application) => application.client_id === clientId);
    if (found === undefined) throw new Error(`no ${clientId}`);
    return found;
  }

  function fieldsOf(answer: Answer): string[] {
    return ((answer.json as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field);
  }

  describe('creating', () => {
    it('takes a name and scopes, as the documented page does, and shows the secret once', async () => {
      const answer = await member.api.post('applications', BY_HAND);
      expect(answer.status).toBe(201);
      expect(answer.headers['cache-control']).toBe('no-store');
      const application = answer.json as Application;
      expect(application).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        client_id: expect.stringMatching(/^[0-9A-Za-z]{32,}$/),
        client_secret: expect.stringMatching(/^lks_[0-9A-Za-z]{43}$/),
        name: 'By hand',
        type: 'confidential',
        owner_id: member.id,
        brand_id: null,
        built_in: false,
        first_party: false,
        disabled: false,
        disabled_by_admin: false,
        exchange_targets: [],
        second_factor: null,
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'password'],
        scopes: ['read_items', 'write_items'],
        default_scopes: [],
        redirect_uris: [],
        post_logout_redirect_uris: [],
        token_endpoint_auth_method: 'client_secret_basic',
        access_token_ttl: 7200,
        refresh_token_ttl: null,
        refresh_reuse: 'until_successor_used',
        password_grant_uses: 0,
        made_by: null,
        confirmed: false,
        created_at: expect.stringMatching(/^\d{4}-.*Z$/),
        updated_at: expect.stringMatching(/^\d{4}-.*Z$/),
        version: expect.stringMatching(/^[\w-]{22}$/),
      });
      const { client_secret: _, ...rest } = application;
      const read = await member.api.get(`applications/${application.id}`);
      expect(read.json).toEqual(rest);
      const stored = await latchkey.database.query('SELECT * FROM application_secrets WHERE application_id = $1', [
        application.id,
      ]);
      expect(JSON.stringify(stored)).not.toContain(application.client_secret.slice(4, -4));
      expect(stored[0]).toMatchObject({ hint: application.client_secret.slice(-4) });
    });

    it('makes one that signs in with the documented password call', async () => {
      const application = await created(member);
      const tokens = await signIn(application, other, 'read_items');
      expect(tokens).toMatchObject({ scope: 'read_items', expires_in: 7200, token_type: 'Bearer' });
      const inHeader = await postForm(
        `${latchkey.baseUrl}/oauth/token`,
        { grant_type: 'client_credentials' },
        basic(application.client_id, application.client_secret),
      );
      expect(inHeader.json).toMatchObject({ scope: 'read_items write_items' });
    });

    it('takes everything else', async () => {
      const body = {
        name: '  Everything ',
        scopes: ['read_items', 'read_items', 'openid'],
        default_scopes: ['openid'],
        type: 'confidential',
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: ['https://app.example.com/cb', 'http://127.0.0.1/cb', 'com.example.app:/cb'],
        post_logout_redirect_uris: ['https://app.example.com/bye'],
        access_token_ttl: 60,
        refresh_token_ttl: 86_400,
        refresh_reuse: 'until_successor_used',
      };
      expect(await created(member, body)).toMatchObject({
        ...body,
        name: 'Everything',
        scopes: ['read_items', 'openid'],
        first_party: false,
      });
      expect(await created(member, { ...BY_HAND, refresh_reuse: 'strict' })).toMatchObject({ refresh_reuse: 'strict' });
      expect(await created(member, { ...BY_HAND, refresh_reuse: 86_400 })).toMatchObject({ refresh_reuse: 86_400 });
    });

    it('makes public ones without a secret and without the grants that need one', async () => {
      const application = await created(member, { ...BY_HAND, type: 'public' });
      expect(application).toMatchObject({
        type: 'public',
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
      });
      expect(application).not.toHaveProperty('client_secret');
      for (const grant of ['password', 'client_credentials']) {
        const refused = await member.api.post('applications', { ...BY_HAND, type: 'public', grant_types: [grant] });
        expect([refused.status, fieldsOf(refused)]).toEqual([400, ['grant_types']]);
      }
      const posing = { ...BY_HAND, type: 'public', token_endpoint_auth_method: 'client_secret_basic' };
      expect(fieldsOf(await member.api.post('applications', posing))).toEqual(['token_endpoint_auth_method']);
      const open = { ...BY_HAND, token_endpoint_auth_method: 'none' };
      expect(fieldsOf(await member.api.post('applications', open))).toEqual(['token_endpoint_auth_method']);
    });

    it('leaves the password grant out where the server has it switched off', async () => {
      const { database } = latchkey;
      const without = await startLatchkey({ database, settings: { PASSWORD_GRANT: 'off', ISSUER: latchkey.baseUrl } });
      try {
        const api = apiWith(without, { authorization: `Bearer ${member.token}` });
        const answer = await api.post('applications', BY_HAND);
        expect(answer.json).toMatchObject({
          grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        });
        const asked = await api.post('applications', { ...BY_HAND, grant_types: ['password'] });
        expect([asked.status, fieldsOf(asked)]).toEqual([400, ['grant_types']]);
        const { id } = await created(member);
        expect((await api.patch(`applications/${id}`, { name: 'Still here', grant_types: ['password'] })).status).toBe(
          200,
        );
      } finally {
        await without.stop();
      }
    });

    it.each([
      ['no name', { scopes: ['public'] }, 'name'],
      ['an empty name', { ...BY_HAND, name: '  ' }, 'name'],
      ['a long name', { ...BY_HAND, name: 'n'.repeat(101) }, 'name'],
      ['a name that is two lines', { ...BY_HAND, name: 'a\nb' }, 'name'],
      ['a name that is a number', { ...BY_HAND, name: 7 }, 'name'],
      ['no scopes', { name: 'x' }, 'scopes'],
      ['empty scopes', { name: 'x', scopes: [] }, 'scopes'],
      ['scopes in one string', { name: 'x', scopes: 'public' }, 'scopes'],
      ['a scope with a space', { name: 'x', scopes: ['a b'] }, 'scopes.0'],
      ['an unknown scope', { name: 'x', scopes: ['public', 'unknown:scope'] }, 'scopes'],
      ['10,000 scopes', { name: 'x', scopes: Array.from({ length: 5000 }, (_, i) => `s${String(i)}`) }, 'scopes'],
      ['a default scope beyond its scopes', { ...BY_HAND, default_scopes: ['public'] }, 'default_scopes'],
      ['a script for a redirect', { ...BY_HAND, redirect_uris: ['javascript:alert(1)'] }, 'redirect_uris.0'],
      ['a redirect to plain http', { ...BY_HAND, redirect_uris: ['http://a.example/'] }, 'redirect_uris.0'],
      [
        'a wildcard',
        { ...BY_HAND, post_logout_redirect_uris: ['https://*.a.example/'] },
        'post_logout_redirect_uris.0',
      ],
      [
        '51 redirects',
        { ...BY_HAND, redirect_uris: Array.from({ length: 51 }, () => 'https://a.example/') },
        'redirect_uris',
      ],
      ['an unknown grant', { ...BY_HAND, grant_types: ['implicit'] }, 'grant_types.0'],
      ['an unknown type', { ...BY_HAND, type: 'native' }, 'type'],
      ['an unknown method', { ...BY_HAND, token_endpoint_auth_method: 'magic' }, 'token_endpoint_auth_method'],
      ['too short a lifetime', { ...BY_HAND, access_token_ttl: 59 }, 'access_token_ttl'],
      ['too long a lifetime', { ...BY_HAND, access_token_ttl: 86_401 }, 'access_token_ttl'],
      ['a fractional lifetime', { ...BY_HAND, access_token_ttl: 60.5 }, 'access_token_ttl'],
      ['a lifetime in words', { ...BY_HAND, refresh_token_ttl: '3600' }, 'refresh_token_ttl'],
      ['an unknown policy', { ...BY_HAND, refresh_reuse: 'always' }, 'refresh_reuse'],
      ['a policy of no seconds', { ...BY_HAND, refresh_reuse: 0 }, 'refresh_reuse'],
      ['a policy of too many seconds', { ...BY_HAND, refresh_reuse: 86_401 }, 'refresh_reuse'],
      ['a brand that is no id', { ...BY_HAND, brand_id: 'acme' }, 'brand_id'],
      ['a brand that is not there', { ...BY_HAND, brand_id: randomUUID() }, 'brand_id'],
      ['an owner', { ...BY_HAND, owner_id: randomUUID() }, 'owner_id'],
      ['an id', { ...BY_HAND, id: randomUUID() }, 'id'],
      ['a client id', { ...BY_HAND, client_id: 'mine' }, 'client_id'],
      ['being built in', { ...BY_HAND, built_in: true }, 'built_in'],
      ['an epoch', { ...BY_HAND, epoch: 5 }, 'epoch'],
      ['a prototype', '{"name":"x","scopes":["public"],"__proto__":{"builtIn":true}}', '__proto__'],
    ])('refuses %s and names the field', async (_, body, field) => {
      const answer =
        typeof body === 'string'
          ? await postJson(`${latchkey.baseUrl}/api/v1/applications`, body, { authorization: `Bearer ${member.token}` })
          : await member.api.post('applications', body);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
    });

    it('wants JSON', async () => {
      const url = `${latchkey.baseUrl}/api/v1/applications`;
      const answer = await postForm(url, { name: 'x' }, { authorization: `Bearer ${member.token}` });
      expect(answer.status).toBe(415);
    });

    it('gives away no more than the caller carries', async () => {
      const reserved = { ...BY_HAND, scopes: ['read_items', 'read:users'] };
      expect((await member.api.post('applications', reserved)).status).toBe(403);
      expect((await admin.api.post('applications', reserved)).status).toBe(201);
      const narrow = await addApiKey(latchkey.database, {
        userId: admin.id,
        scopes: ['write:applications', 'read_items'],
      });
      const api = apiWith(latchkey, { 'x-api-key': narrow.key });
      expect((await api.post('applications', { name: 'x', scopes: ['read_items'] })).status).toBe(201);
      expect((await api.post('applications', { name: 'x', scopes: ['write_items'] })).status).toBe(403);
    });

    it("is the organisation's own only by an admin's word", async () => {
      expect((await member.api.post('applications', { ...BY_HAND, first_party: true })).status).toBe(403);
      expect(await created(admin, { ...BY_HAND, first_party: true })).toMatchObject({ first_party: true });
      const { id } = await created(member);
      expect((await member.api.patch(`applications/${id}`, { first_party: true })).status).toBe(403);
      expect((await admin.api.patch(`applications/${id}`, { first_party: true })).status).toBe(200);
      expect((await member.api.patch(`applications/${id}`, { first_party: true, name: 'Same' })).status).toBe(200);
    });

    it("carries a brand only by its owner's or an admin's word", async () => {
      const brandId = randomUUID();
      const slug = `brand-${brandId}`;
      await latchkey.database.query('INSERT INTO brands (id, name, slug, updated_at) VALUES ($1, $2, $3, now())', [
        brandId,
        'A brand',
        slug,
      ]);
      const join = 'INSERT INTO brand_members (brand_id, user_id, role) VALUES ($1, $2, $3::"BrandRole")';
      await latchkey.database.query(join, [brandId, member.id, 'owner']);
      const third = await newPerson(latchkey, admin);
      await latchkey.database.query(join, [brandId, third.id, 'member']);
      const body = { ...BY_HAND, brand_id: brandId };
      expect(await created(member, body)).toMatchObject({ brand_id: brandId });
      expect(await created(admin, body)).toMatchObject({ brand_id: brandId });
      expect((await third.api.post('applications', body)).status).toBe(403);
      expect(fieldsOf(await other.api.post('applications', body))).toEqual(['brand_id']);
      const { id } = await created(other);
      expect(fieldsOf(await other.api.patch(`applications/${id}`, { brand_id: brandId }))).toEqual(['brand_id']);
    });

    it('takes a scope that was added a moment ago, from a caller who is signed in already', async () => {
      const name = `fresh:${randomUUID()}`;
      expect((await admin.api.post('scopes', { name, description: 'Brand new' })).status).toBe(201);
      expect(await created(member, { name: 'x', scopes: [name] })).toMatchObject({ scopes: [name] });
    });
  });

  describe('seeing', () => {
    it("is for the owner and admins; others' are not found", async () => {
      const { id } = await created(member);
      expect((await member.api.get(`applications/${id}`)).status).toBe(200);
      expect((await admin.api.get(`applications/${id}`)).status).toBe(200);
      const calls = [
        other.api.get(`applications/${id}`),
        other.api.patch(`applications/${id}`, { name: 'Mine now' }),
        other.api.delete(`applications/${id}`),
        other.api.post(`applications/${id}/end-everything`, {}),
        other.api.get(`applications/${id}/secrets`),
        other.api.post(`applications/${id}/secrets`, {}),
        other.api.delete(`applications/${id}/secrets/${randomUUID()}`),
        other.api.get(`applications/${randomUUID()}`),
        member.api.get(`applications/${(await builtIn('auth')).id}`),
      ];
      for (const answer of await Promise.all(calls)) {
        expect(answer.status).toBe(404);
        expect(answer.json).toMatchObject({ detail: 'Application not found' });
      }
      expect((await member.api.get('applications/not-an-id')).status).toBe(400);
    });

    it("says by no cursor whether another's exists, nor where its name comes", async () => {
      const [one, two] = [await newPerson(latchkey, admin), await newPerson(latchkey, admin)];
      const [first, last] = [
        await created(one, { ...BY_HAND, name: 'a' }),
        await created(one, { ...BY_HAND, name: 'z' }),
      ];
      const hidden = await created(two, { ...BY_HAND, name: 'm' });
      const after = async (id: string, person: Person, query = '') => {
        const cursor = Buffer.from(`${id} m`).toString('base64url');
        const { status, json } = await person.api.get(`applications?sort=name&cursor=${cursor}${query}`);
        expect(status).toBe(200);
        return (json as { data: Application[] }).data.map((application) => application.id);
      };
      // where a list goes on is what the cursor says, and nothing that is looked up
      for (const id of [randomUUID(), hidden.id, first.id]) {
        expect(await after(id, one)).toEqual([last.id]);
        expect(await after(id, admin, `&user_id=${one.id}`)).toEqual([last.id]);
      }
    });

    it("lists the caller's own, newest first, page by page, on both paths; an admin's all", async () => {
      const person = await newPerson(latchkey, admin);
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) ids.unshift((await created(person)).id);
      const pages: string[][] = [];
      let cursor = '';
      do {
        const answer = await person.api.get(`/v1/applications/?limit=2${cursor}`);
        expect(answer.status).toBe(200);
        const page = answer.json as { data: Application[]; next_cursor: string | null };
        pages.push(page.data.map(({ id }) => id));
        cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
      } while (cursor !== '');
      expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);

      const all = (await admin.api.get('applications?limit=200')).json as { data: Application[] };
      expect(all.data.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
      expect(all.data.map(({ client_id }) => client_id)).toEqual(
        expect.arrayContaining(['login-access-token', 'auth', 'v1-auth', 'api-v1-auth']),
      );
      const theirs = (await admin.api.get(`applications?user_id=${person.id}`)).json as { data: Application[] };
      expect(theirs.data.map(({ id }) => id)).toEqual(ids);
      expect((await person.api.get(`applications?user_id=${member.id}`)).status).toBe(403);
      expect(all.data.every((application) => !('client_secret' in application))).toBe(true);
    });

    it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=junk', 'cursor=%00', 'page=2', 'limit=1&limit=2', 'user_id=1'])(
      'refuses the query %s',
      async (query) => {
        expect((await member.api.get(`applications?${query}`)).status).toBe(400);
      },
    );

    it('needs a credential with the scope', async () => {
      const { database } = latchkey;
      const reading = await addApiKey(database, { userId: member.id, scopes: ['read:applications'] });
      const api = apiWith(latchkey, { 'x-api-key': reading.key });
      const { id } = await created(member);
      expect((await api.get(`applications/${id}`)).status).toBe(200);
      for (const answer of await Promise.all([
        api.post('applications', BY_HAND),
        api.patch(`applications/${id}`, {}),
        api.delete(`applications/${id}`),
        api.post(`applications/${id}/secrets`, {}),
        api.post(`applications/${id}/end-everything`, {}),
      ])) {
        expect([answer.status, answer.headers['www-authenticate']]).toEqual([
          403,
          expect.stringContaining('write:applications'),
        ]);
      }
      const anonymous = await apiWith(latchkey, {}).get('applications');
      expect([anonymous.status, anonymous.json]).toMatchObject([401, { detail: 'Not authenticated' }]);
      const cookie = await sessionCookie(latchkey, member.email, member.password);
      expect((await apiWith(latchkey, cookie).get('applications')).status).toBe(200);
    });

    it('shows how often the password grant was used in the last thirty days', async () => {
      const application = await created(member);
      await latchkey.database.query(
        `INSERT INTO usage_counts (day, what, subject, count) VALUES
           (current_date, 'password_grant', $1, 3), (current_date - 29, 'password_grant', $1, 4),
           (current_date - 31, 'password_grant', $1, 100), (current_date, 'code_without_pkce', $1, 1000)`,
        [application.client_id],
      );
      expect((await member.api.get(`applications/${application.id}`)).json).toMatchObject({ password_grant_uses: 7 });
      const list = (await member.api.get('applications?limit=200')).json as { data: Application[] };
      expect(list.data.find(({ id }) => id === application.id)).toMatchObject({ password_grant_uses: 7 });
    });
  });

  describe('changing', () => {
    it('changes exactly the named fields, and audits them', async () => {
      const application = await created(member);
      const answer = await member.api.patch(`applications/${application.id}`, {
        name: 'Renamed',
        redirect_uris: ['https://app.example.com/cb'],
        refresh_reuse: 'strict',
        access_token_ttl: null,
      });
      expectOf(answer.text, answer.status).toBe(200);
      const { client_secret: _, updated_at: __, version: ___, ...before } = application;
      expect(answer.json).toMatchObject({
        ...before,
        name: 'Renamed',
        redirect_uris: ['https://app.example.com/cb'],
        refresh_reuse: 'strict',
        access_token_ttl: null,
      });
      const events = await latchkey.database.query<{ action: string; details: object; actor_id: string }>(
        'SELECT action, details, actor_id FROM audit_events WHERE target_id = $1 ORDER BY at, id',
        [application.id],
      );
      expect(events).toMatchObject([
        { action: 'application.create', actor_id: member.id },
        {
          action: 'application.update',
          details: { fields: ['name', 'redirect_uris', 'access_token_ttl', 'refresh_reuse'] },
        },
      ]);
    });

    it('does and audits nothing where nothing differs', async () => {
      const { id, name, scopes } = await created(member);
      for (const body of [{}, { name, scopes, disabled: false }]) {
        expect((await member.api.patch(`applications/${id}`, body)).status).toBe(200);
      }
      const events = await latchkey.database.query('SELECT FROM audit_events WHERE target_id = $1', [id]);
      expect(events).toHaveLength(1);
    });

    it.each([
      ['the type', { type: 'public' }, 'type'],
      ['the client id', { client_id: 'mine' }, 'client_id'],
      ['the owner', { owner_id: randomUUID() }, 'owner_id'],
      ['a null name', { name: null }, 'name'],
      ['a public method', { token_endpoint_auth_method: 'none' }, 'token_endpoint_auth_method'],
      ['a scope that is not there', { scopes: ['write_items', 'unknown:scope'] }, 'scopes'],
      ['scopes that leave out a default one', { scopes: ['read_items'] }, 'default_scopes'],
      ['disabled in words', { disabled: 'true' }, 'disabled'],
    ])('refuses %s and names the field', async (_, body, field) => {
      const { id } = await created(member, { ...BY_HAND, default_scopes: ['write_items'] });
      const answer = await member.api.patch(`applications/${id}`, body);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
    });

    it('holds from the next request on: lifetimes, grants, scopes', async () => {
      const application = await created(member);
      const tokens = await signIn(application);
      const change = { access_token_ttl: 120, scopes: ['read_items'], grant_types: ['refresh_token'] };
      expect((await member.api.patch(`applications/${application.id}`, change)).status).toBe(200);
      const refused = await token(application, { grant_type: 'client_credentials' });
      expect(refused.json).toMatchObject({ error: 'unauthorized_client' });
      const refresh = await token(application, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
      expect(refresh.json).toMatchObject({ expires_in: 120, scope: 'read_items' });
    });

    it('takes a scope away from tokens that carry it already', async () => {
      const application = await created(member, { name: 'x', scopes: ['read:brands', 'read:resources'] });
      const { access_token } = await signIn(application);
      const api = apiWith(latchkey, { authorization: `Bearer ${access_token}` });
      expect((await api.get('resources')).status).toBe(200);
      await member.api.patch(`applications/${application.id}`, { scopes: ['read:brands'] });
      expect((await api.get('resources')).status).toBe(403);
    });

    it('refuses to reroute scopes that the caller’s own credential does not carry', async () => {
      const application = await created(admin, { name: 'x', scopes: ['read_items', 'read:users'] });
      const { key } = await addApiKey(latchkey.database, { userId: admin.id, scopes: ['write:applications'] });
      const api = apiWith(latchkey, { 'x-api-key': key });
      const path = `applications/${application.id}`;
      expect((await api.patch(path, { redirect_uris: ['https://evil.example/'] })).status).toBe(403);
      expect((await api.patch(path, { grant_types: ['password'] })).status).toBe(403);
      expect((await api.patch(path, { scopes: ['write:users'] })).status).toBe(403);
      expect((await api.post(`${path}/secrets`, {})).status).toBe(403);
      expect((await api.patch(path, { name: 'Renamed', scopes: ['read_items'] })).status).toBe(200);
    });

    it('leaves one of many changes at once whole', async () => {
      const { id } = await created(member);
      const sets = Array.from({ length: 8 }, (_, i) => [i % 2 === 0 ? 'read_items' : 'write_items']);
      const answers = await Promise.all(
        sets.map((scopes) => member.api.patch(`applications/${id}`, { scopes, default_scopes: scopes })),
      );
      expect(answers.map(({ status }) => status)).toEqual(sets.map(() => 200));
      const { scopes, default_scopes } = (await member.api.get(`applications/${id}`)).json as Application;
      expect(scopes).toEqual(default_scopes);
    });
  });

  describe('ending', () => {
    it('disables: every token dies, nothing new begins, and enabling revives none', async () => {
      const application = await created(member);
      const tokens = await signIn(application);
      const own = (await token(application, { grant_type: 'client_credentials' })).json as Tokens;
      expect([await works(tokens), await works(own)]).toEqual([true, true]);

      const answer = await member.api.patch(`applications/${application.id}`, { disabled: true });
      expect(answer.json).toMatchObject({ disabled: true });
      expect([await works(tokens), await works(own)]).toEqual([false, false]);
      const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
      expect((await token(application, refresh)).status).toBe(401);
      expect((await token(application, { grant_type: 'client_credentials' })).status).toBe(401);

      await member.api.patch(`applications/${application.id}`, { disabled: false });
      expect([await works(tokens), await works(own)]).toEqual([false, false]);
      expect((await token(application, refresh)).json).toMatchObject({ error: 'invalid_grant' });
      expect(await works(await signIn(application))).toBe(true);
      const actions = await latchkey.database.query<{ action: string }>(
        `SELECT action FROM audit_events WHERE target_id = $1 AND action LIKE 'application.%able' ORDER BY at, id`,
        [application.id],
      );
      expect(actions.map(({ action }) => action)).toEqual(['application.disable', 'application.enable']);
    });

    it('ends everything and goes on', async () => {
      const application = await created(member);
      const tokens = [await signIn(application), await signIn(application, other)];
      const answer = await member.api.post(`applications/${application.id}/end-everything`, {});
      expect([answer.status, answer.json]).toMatchObject([200, { id: application.id, disabled: false }]);
      for (const old of tokens) {
        expect(await works(old)).toBe(false);
        const refresh = { grant_type: 'refresh_token', refresh_token: old.refresh_token };
        expect((await token(application, refresh)).status).toBe(400);
      }
      expect(await works(await signIn(application))).toBe(true);
      const events = await latchkey.database.query(
        `SELECT actor_type, actor_id FROM audit_events WHERE target_id = $1 AND action = 'application.end-everything'`,
        [application.id],
      );
      expect(events).toEqual([{ actor_type: 'user', actor_id: member.id }]);
    });

    it('deletes: gone with its sign-ins, and its tokens are dead at once, on other nodes too', async () => {
      const { database } = latchkey;
      const second = await startLatchkey({ database, settings: { ISSUER: latchkey.baseUrl } });
      try {
        const application = await created(member);
        const tokens = await signIn(application);
        const own = (await token(application, { grant_type: 'client_credentials' })).json as Tokens;
        const there = apiWith(second, { authorization: `Bearer ${own.access_token}` });
        expect((await there.get('scopes')).status).toBe(200);

        const answer = await member.api.delete(`applications/${application.id}`);
        expect([answer.status, answer.text]).toEqual([204, '']);
        expect([await works(tokens), await works(own)]).toEqual([false, false]);
        expect((await token(application, { grant_type: 'client_credentials' })).json).toMatchObject({
          error: 'invalid_client',
        });
        expect((await member.api.get(`applications/${application.id}`)).status).toBe(404);
        expect((await member.api.delete(`applications/${application.id}`)).status).toBe(404);
        await eventually(
          async () => (await there.get('scopes')).status,
          (value) => expect(value).toBe(401),
        );
        const feed = await latchkey.database.query(
          'SELECT epoch FROM change_feed WHERE subject = $1 AND epoch IS NOT NULL',
          [application.client_id],
        );
        expect(feed).toEqual([{ epoch: 1 }]);
      } finally {
        await second.stop();
      }
    });

    it('deletes no other version than the one in If-Match', async () => {
      const { id, ...before } = await created(member);
      const version = String(before.version);
      const remove = (tag: string) =>
        call(`${latchkey.baseUrl}/api/v1/applications/${id}`, {
          method: 'DELETE',
          headers: { ...bearer(member.token), 'if-match': tag },
        });
      expect((await member.api.patch(`applications/${id}`, { name: 'Meanwhile' })).status).toBe(200);
      for (const other of [`"${version}"`, '"another"', `W/"${version}"`, '']) {
        expectOf(other, (await remove(other)).status).toBe(412);
      }
      const current = (await member.api.get(`applications/${id}`)).json as Application;
      expect(current.name).toBe('Meanwhile');
      expect((await remove(`"another", "${String(current.version)}"`)).status).toBe(204);
      expect((await remove('*')).status).toBe(404);
    });

    it('gives an application of a disabled owner nothing', async () => {
      const owner = await newPerson(latchkey, admin);
      const application = await created(owner);
      expect((await token(application, { grant_type: 'client_credentials' })).status).toBe(200);
      expect((await admin.api.patch(`users/${owner.id}`, { disabled: true })).status).toBe(200);
      const refused = await token(application, { grant_type: 'client_credentials' });
      expect(refused.json).toMatchObject({ error: 'unauthorized_client' });
    });
  });

  describe('the documented sign-in faces', () => {
    it('can be limited and disabled by an admin', async () => {
      const { id } = await builtIn('login-access-token');
      const login = () =>
        postForm(`${latchkey.baseUrl}/api/v1/login/access-token`, {
          username: member.email,
          password: member.password,
        });
      expect((await admin.api.patch(`applications/${id}`, { access_token_ttl: 900 })).status).toBe(200);
      expect((await login()).json).toMatchObject({ expires_in: 900 });
      expect((await admin.api.patch(`applications/${id}`, { access_token_ttl: null })).status).toBe(200);
      expect((await login()).json).toMatchObject({ expires_in: 3600 });

      const { id: face } = await builtIn('v1-auth');
      const { email, password } = other;
      const signIntoFace = () => postJson(`${latchkey.baseUrl}/v1/auth/login`, { email, password });
      const tokens = (await signIntoFace()).json as Tokens;
      expect((await admin.api.patch(`applications/${face}`, { disabled: true })).json).toMatchObject({
        disabled: true,
      });
      expect(await works(tokens)).toBe(false);
      expect((await signIntoFace()).status).toBe(403);
      expect((await admin.api.patch(`applications/${face}`, { disabled: false })).status).toBe(200);
      expect((await signIntoFace()).status).toBe(200);
    });

    it('cannot be deleted, rerouted or given secrets', async () => {
      const { id } = await builtIn('auth');
      expect((await admin.api.delete(`applications/${id}`)).status).toBe(409);
      expect((await admin.api.post(`applications/${id}/secrets`, {})).status).toBe(409);
      for (const body of [
        { name: 'Mine' },
        { grant_types: ['authorization_code'] },
        { scopes: ['public'] },
        { redirect_uris: ['https://evil.example/'] },
        { first_party: false },
        { token_endpoint_auth_method: 'client_secret_post' },
      ]) {
        const answer = await admin.api.patch(`applications/${id}`, body);
        expect([answer.status, fieldsOf(answer)]).toEqual([400, Object.keys(body)]);
      }
    });
  });

  it('spends no more on 50 kB of hostile text in any field than its length costs', async () => {
    for (const body of [
      (text: string) => ({ ...BY_HAND, name: text }),
      (text: string) => ({ ...BY_HAND, scopes: [text] }),
      (text: string) => ({ ...BY_HAND, redirect_uris: [`https://${text}`] }),
      (text: string) => ({ ...BY_HAND, brand_id: text }),
      (text: string) => ({ ...BY_HAND, [text]: 1 }),
    ]) {
      const cost = await growth(4000, async (times) => {
        const text = '(\u202e%2e%2e/\\'.repeat(times);
        expect((await member.api.post('applications', body(text))).status).toBe(400);
      });
      expect(cost).toBeLessThan(LINEAR);
    }
  });
});
