/*
 * A narrow credential that leaked, an API key with one management scope for example, would become everything: it makes
 * an administrator with a known password, resets another's, calls an application the organisation's own, moves the login
 * address, frees the user name for the attacker's own account, opens a scope that only administrators hold, has the
 * consent page say something harmless of one, or enables an application that was ended, whose secret the attacker kept.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { type Answer, bearer, postForm } from '../support/http.js';
import { type Api, administrator, apiWith, newPerson, type Person, signedIn } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const PASSWORD = 'a password that is known';

let server: Latchkey;
let admin: Person;
let boss: Person;
let member: Person;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  boss = await newPerson(server, admin, 'admin');
  member = await newPerson(server, admin);
});
afterAll(() => server.stop());

async function keyOf(person: Person, scopes: string[]): Promise<Api> {
  const { key } = await addApiKey(server.database, { userId: person.id, scopes });
  return apiWith(server, { 'x-api-key': key });
}

interface Scope {
  name: string;
  admin_only: boolean;
}

async function catalogue(): Promise<Scope[]> {
  return ((await admin.api.get('scopes?limit=200')).json as { data: Scope[] }).data;
}

async function adminScopes(): Promise<string[]> {
  return (await catalogue()).filter(({ admin_only }) => admin_only).map(({ name }) => name);
}

let made = 0;
const fresh = () => `made${String(++made)}@example.com`;

function refused({ status, json }: Answer, field: string): void {
  expect([status, json]).toMatchObject([403, { errors: [{ field }] }]);
  expect((json as { detail: string }).detail).toMatch(new RegExp(`^${field}: needs a(n administrator's)? credential`));
}

describe('users are administered with write:users', () => {
  it('and members created, renamed, disabled, deleted and given passwords', async () => {
    const api = await keyOf(admin, ['write:users']);
    const created = await api.post('users', { email: fresh(), password: PASSWORD });
    expectOf(created.text, created.status).toBe(201);
    const { id, email } = created.json as { id: string; email: string };
    const change = { email: fresh(), password: `${PASSWORD} 2`, name: 'Ada', role: 'member', disabled: false };
    expect((await api.patch(`users/${id}`, change)).status).toBe(200);
    expect((await signedIn(server, change.email, change.password)).id).toBe(id);
    expect(email).not.toBe(change.email);
    expect((await api.patch(`users/${id}`, { disabled: true })).status).toBe(200);
    expect((await api.delete(`users/${id}`)).status).toBe(204);
  });

  it('but no administrator is made', async () => {
    const api = await keyOf(admin, ['write:users']);
    refused(await api.post('users', { email: fresh(), password: PASSWORD, role: 'admin' }), 'role');
    refused(await api.patch(`users/${member.id}`, { role: 'admin' }), 'role');
    expect((await admin.api.get(`users/${member.id}`)).json).toMatchObject({ role: 'member' });
  });

  it('but no administrator is touched, the own account included', async () => {
    const api = await keyOf(admin, ['write:users', 'write:ip-whitelist']);
    for (const [field, value] of Object.entries({
      role: 'member',
      password: PASSWORD,
      email: fresh(),
      email_verified: true,
      username: 'taken-over',
      disabled: true,
    })) {
      refused(await api.patch(`users/${boss.id}`, { [field]: value }), field);
    }
    refused(await api.patch(`users/${admin.id}`, { email: fresh() }), 'email');
    refused(await api.delete(`users/${boss.id}`), 'id');
    refused(await api.post(`users/${boss.id}/ip-whitelist`, { cidr: '203.0.113.9' }), 'id');
    const same = { name: 'The Boss', role: 'admin', email: boss.email, disabled: false };
    expect((await api.patch(`users/${boss.id}`, same)).status).toBe(200);
    expect((await signedIn(server, boss.email, boss.password)).id).toBe(boss.id);
  });

  it('nor with all administrators’ scopes but one, be it one that was added', async () => {
    const added = 'read_payroll';
    await admin.api.post('scopes', { name: added, description: 'Read payroll', admin_only: true });
    const api = await keyOf(
      admin,
      (await adminScopes()).filter((name) => name !== added),
    );
    const answer = await api.post('users', { email: fresh(), password: PASSWORD, role: 'admin' });
    refused(answer, 'role');
    expect(answer.text).toContain(added);
    // nor by making the one that is missing no longer an administrator's
    refused(await api.delete(`scopes/${added}`), 'name');
    refused(await api.patch(`scopes/${added}`, { admin_only: false }), 'admin_only');
    expect((await admin.api.delete(`scopes/${added}`)).status).toBe(204);
  });

  it('administrators included with every administrator’s scope: keys, logins and consents', async () => {
    const scopes = await adminScopes();
    const party = await RelyingParty.at(server, { scopes });
    const { access_token } = await party.tokens(ADMINISTRATOR, { scope: scopes.join(' ') });
    for (const api of [await keyOf(admin, scopes), apiWith(server, bearer(access_token)), admin.api]) {
      const created = await api.post('users', { email: fresh(), password: PASSWORD, role: 'admin' });
      expectOf(created.text, created.status).toBe(201);
      const { id } = created.json as { id: string };
      expect((await api.patch(`users/${id}`, { password: `${PASSWORD} 2`, email: fresh() })).status).toBe(200);
      expect((await api.delete(`users/${id}`)).status).toBe(204);
    }
  });
});

describe('what an administrator gives an application', () => {
  const newApplication = async () => {
    const answer = await member.api.post('applications', { name: 'Theirs', scopes: ['read_items'] });
    return (answer.json as { id: string }).id;
  };

  it('is not given with write:applications, reach to others’ included', async () => {
    const id = await newApplication();
    const { json } = await boss.api.post('brands', { name: 'Acme' });
    const gifts = {
      first_party: true,
      grant_types: ['urn:ietf:params:oauth:grant-type:token-exchange'],
      security_profile: 'fapi2',
      brand_id: (json as { id: string }).id,
    };
    expect(
      (await (await keyOf(admin, ['write:applications'])).patch(`applications/${id}`, { first_party: true })).status,
    ).toBe(404);
    const api = await keyOf(admin, ['write:applications', 'read:users', 'write:users', 'read_items']);
    for (const [field, value] of Object.entries(gifts)) {
      const profile = field === 'security_profile' ? { id_token_signed_response_alg: 'ES256' } : {};
      refused(await api.patch(`applications/${id}`, { [field]: value, ...profile }), field);
      refused(await api.post('applications', { name: 'x', scopes: ['read_items'], [field]: value, ...profile }), field);
    }
    const full = await keyOf(admin, [...(await adminScopes()), 'write:applications', 'read_items']);
    expect((await full.patch(`applications/${id}`, { first_party: true })).status).toBe(200);
  });

  it('is not taken back, nor a disabling undone, by a narrow key of an administrator who owns it', async () => {
    const settings = { name: 'Ours', scopes: ['read_items'], security_profile: 'fapi2' };
    const answer = await boss.api.post('applications', { ...settings, id_token_signed_response_alg: 'ES256' });
    const { id } = answer.json as { id: string };
    expect((await admin.api.patch(`applications/${id}`, { disabled: true })).status).toBe(200);
    const api = await keyOf(boss, ['write:applications', 'read_items']);
    refused(await api.patch(`applications/${id}`, { security_profile: null }), 'security_profile');
    expect((await api.patch(`applications/${id}`, { disabled: false })).status).toBe(403);
    expect((await boss.api.patch(`applications/${id}`, { disabled: false })).status).toBe(200);
  });
});

describe('a disabled application is enabled', () => {
  const ITS_SCOPES = ['read_items', 'write:account'];

  async function disabled(): Promise<string> {
    const { json } = await member.api.post('applications', { name: 'Ended', scopes: ITS_SCOPES });
    const path = `applications/${(json as { id: string }).id}`;
    expect((await member.api.patch(path, { disabled: true })).status).toBe(200);
    return path;
  }

  it('by no credential that does not carry its scopes, an administrator’s included', async () => {
    const path = await disabled();
    for (const api of [
      await keyOf(member, ['write:applications', 'read_items']),
      await keyOf(admin, ['write:applications', 'read:users', 'write:users', 'read_items']),
    ]) {
      for (const body of [{ disabled: false }, { disabled: false, name: 'Other' }]) {
        const answer = await api.patch(path, body);
        expect([answer.status, answer.json]).toMatchObject([403, { errors: [{ field: 'disabled' }] }]);
        expect((answer.json as { detail: string }).detail).toContain('does not carry write:account');
      }
      expect((await member.api.get(path)).json).toMatchObject({ disabled: true, name: 'Ended' });
    }
    const less = await keyOf(member, ['write:applications', 'read_items']);
    expect((await less.patch(path, { disabled: false, scopes: ['read_items'] })).status).toBe(200);
  });

  it('by none that has an end, which the application has not', async () => {
    const path = await disabled();
    const row = { userId: member.id, scopes: ['write:applications', ...ITS_SCOPES] };
    const { key } = await addApiKey(server.database, { ...row, expiresAt: new Date(Date.now() + 3_600_000) });
    const answer = await apiWith(server, { 'x-api-key': key }).patch(path, { disabled: false });
    expect([answer.status, answer.json]).toMatchObject([403, { errors: [{ field: 'disabled' }] }]);
    expect((answer.json as { detail: string }).detail).toContain('the credential that asks, which expires');
    expect((await member.api.get(path)).json).toMatchObject({ disabled: true });
  });

  it('by one that carries them, and what is enabled already stays so with any', async () => {
    const path = await disabled();
    expect(
      (await (await keyOf(member, ['write:applications', ...ITS_SCOPES])).patch(path, { disabled: false })).status,
    ).toBe(200);
    expect((await (await keyOf(member, ['write:applications'])).patch(path, { disabled: false })).status).toBe(200);
  });
});

describe('the login address', () => {
  it('is not moved with write:account, by a key, an application or a login that was narrowed', async () => {
    const form = { username: member.email, password: member.password, scope: 'write:account' };
    const narrowed = await postForm(`${server.baseUrl}/api/v1/login/access-token`, form);
    const party = await RelyingParty.at(server, { scopes: ['write:account'] });
    const { access_token } = await party.tokens(member, { scope: 'write:account' });
    for (const api of [
      await keyOf(member, ['write:account']),
      apiWith(server, bearer(access_token)),
      apiWith(server, bearer((narrowed.json as { access_token: string }).access_token)),
    ]) {
      refused(await api.patch('users/me', { email: fresh() }), 'email');
      refused(await api.patch('users/me', { username: 'moved.away' }), 'username');
      expect((await api.patch('users/me', { name: 'Ada', email: member.email })).status).toBe(200);
    }
  });
});

describe('the catalogues', () => {
  it('open no scope of administrators with write:scopes, and give none to an API with write:resources', async () => {
    const name = 'read_audits';
    await admin.api.post('scopes', { name, description: 'Read audits', admin_only: true });
    const api = await keyOf(admin, ['write:scopes', 'write:resources']);
    refused(await api.patch(`scopes/${name}`, { admin_only: false }), 'admin_only');
    refused(await api.delete(`scopes/${name}`), 'name');
    expect((await api.patch(`scopes/${name}`, { description: 'Read the audits' })).status).toBe(200);
    expect((await api.post('scopes', { name: 'read_more', description: 'More' })).status).toBe(201);
    const resource = { name: 'Audits', identifier: 'https://audits.example', scopes: [name] };
    expect((await api.post('resources', resource)).status).toBe(403);
    expect((await admin.api.patch(`scopes/${name}`, { admin_only: false })).status).toBe(200);
  });

  it('say nothing else of the scopes that the server ships, with write:scopes', async () => {
    const api = await keyOf(admin, ['write:scopes']);
    const { description } = (await admin.api.get('scopes/write:account')).json as { description: string };
    refused(await api.patch('scopes/write:account', { description: 'See your name' }), 'description');
    expect((await api.patch('scopes/write:account', { description })).status).toBe(200);
    expect((await admin.api.patch('scopes/write:account', { description: 'Change your account' })).status).toBe(200);
    expect((await admin.api.patch('scopes/write:account', { description })).status).toBe(200);
  });
});

describe('a first-party login', () => {
  async function login(person: Person, scope?: string): Promise<Api> {
    const form = { username: person.email, password: person.password, ...(scope !== undefined && { scope }) };
    const answer = await postForm(`${server.baseUrl}/api/v1/login/access-token`, form);
    return apiWith(server, bearer((answer.json as { access_token: string }).access_token));
  }

  it('that was narrowed at issue gains nothing that is added to the catalogue later', async () => {
    const whole = await login(member);
    const all = (await catalogue()).filter(({ admin_only }) => !admin_only).map(({ name }) => name);
    const built = ['read_items', 'write:api-keys'];
    const narrow = [
      await login(member, built.join(' ')),
      // all that the server ships, but not later additions: no more a whole login than the other
      await login(member, all.filter((name) => name !== 'read_more' && name !== 'read_audits').join(' ')),
    ];
    await admin.api.post('scopes', { name: 'added_later', description: 'Added later' });
    for (const name of ['added_later', 'read_more']) {
      const body = { name: 'x', scopes: [name] };
      expect((await whole.post('api-keys', body)).status).toBe(201);
      for (const api of narrow) expect((await api.post('api-keys', body)).status).toBe(403);
    }
    for (const api of narrow) {
      expect((await api.post('api-keys', { name: 'x', scopes: ['read_items'] })).status).toBe(201);
    }
  });
});
