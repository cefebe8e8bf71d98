import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { type Answer, bearer, call, postForm } from '../support/http.js';
import {
  accessToken,
  administrator,
  apiWith,
  newPerson,
  type Pair,
  type Person,
  refreshed,
  sessionCookie,
  signedIn,
  tokenPair,
} from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

interface User {
  id: string;
  account_number: number;
  email: string;
  username: string | null;
  name: string | null;
  role: string;
  disabled: boolean;
}
const userOf = (answer: Answer) => answer.json as User;
const usersOf = (answer: Answer) => (answer.json as { data: User[] }).data;
const fieldsOf = (answer: Answer) =>
  ((answer.json as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field);

let server: Latchkey;
let admin: Person;

beforeAll(async () => {
  server = await startLatchkey({ settings: { ATTEMPTS_PER_NETWORK: '100000' } });
  admin = await administrator(server);
});
afterAll(() => server.stop());

const signInStatus = async (username: string, password: string) =>
  (await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username, password })).status;
const meStatus = async (headers: Record<string, string>) =>
  (await call(`${server.baseUrl}/api/v1/users/me`, { headers })).status;
const emailOf = (name: string) => `${name}@example.org`;

describe('creating a user', () => {
  it('takes an address as it is pasted, and signs in with it as keyboards and clipboards give it', async () => {
    const password = 'analytical engine';
    const answer = await admin.api.post('users', { email: ' Jos\u00e9@b\u00fccher.example\n', password });
    expect(answer.status).toBe(201);
    expect(userOf(answer).email).toBe('jos\u00e9@b\u00fccher.example');
    for (const typed of ['JOSE\u0301@bu\u0308cher.example', '\u00a0jos\u00e9@b\u00fccher.example\u200b'])
      expect(await signInStatus(typed, password)).toBe(200);
  });

  it('answers 201 with the user, lower-cased and without any hash', async () => {
    const answer = await admin.api.post('users', {
      email: 'Ada@Example.com',
      password: 'analytical engine',
      username: 'Ada.Lovelace',
      name: 'Ada Lovelace',
      role: 'member',
    });
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      account_number: expect.any(Number),
      email: 'ada@example.com',
      email_verified: false,
      username: 'ada.lovelace',
      name: 'Ada Lovelace',
      profile: {},
      role: 'member',
      disabled: false,
      password_change_required: false,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      updated_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const { created_at, updated_at } = answer.json as Record<string, string>;
    expect(updated_at).toBe(created_at);
    expect(answer.text).not.toMatch(/argon2|hash/);
    expect(await signInStatus('ADA@example.com', 'analytical engine')).toBe(200);
    expect(await signInStatus('ada.lovelace', 'analytical engine')).toBe(200);
  });

  it('is served under /v1 too, and with a trailing slash', async () => {
    const body = { password: 'long enough password' };
    expect((await admin.api.post('/v1/users', { ...body, email: emailOf('v1') })).status).toBe(201);
    expect((await admin.api.post('/api/v1/users/', { ...body, email: emailOf('slash') })).status).toBe(201);
  });

  it('makes members unless told otherwise', async () => {
    const answer = await admin.api.post('users', { email: emailOf('plain'), password: 'long enough password' });
    expect(userOf(answer)).toMatchObject({ role: 'member', username: null, name: null });
  });

  it('refuses an e-mail address or user name that is taken, in any case', async () => {
    const body = { email: emailOf('twice'), username: 'twice', password: 'long enough password' };
    expect((await admin.api.post('users', body)).status).toBe(201);
    const sameEmail = await admin.api.post('users', { ...body, email: 'TWICE@example.org', username: 'other' });
    expect([sameEmail.status, fieldsOf(sameEmail)]).toEqual([409, ['email']]);
    const sameName = await admin.api.post('users', { ...body, email: emailOf('other'), username: 'Twice' });
    expect([sameName.status, fieldsOf(sameName)]).toEqual([409, ['username']]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an address without @', { email: 'unknown' }, 'email'],
    ['two @', { email: 'a@b@c' }, 'email'],
    ['a space in the address', { email: 'a b@example.com' }, 'email'],
    ['a line break in the address', { email: 'a@example.com\r\nBcc: x@example.com' }, 'email'],
    ['several addresses', { email: 'a@example.com,b@example.com' }, 'email'],
    ['an endless address', { email: `${'a'.repeat(50_000)}@example.com` }, 'email'],
    ['a number as the address', { email: 7 }, 'email'],
    ['no address', { email: undefined }, 'email'],
    ['a password of 7 characters', { password: '1234567' }, 'password'],
    ['a password of 1025 characters', { password: 'x'.repeat(1025) }, 'password'],
    [
      'the e-mail address as the password',
      { email: 'someone@example.net', password: 'Someone@EXAMPLE.net' },
      'password',
    ],
    ['a password that is no string', { password: ['a', 'b'] }, 'password'],
    ['a user name of two characters', { username: 'ab' }, 'username'],
    ['a user name with an @', { username: 'a@b.c' }, 'username'],
    ['a user name with letters beyond a-z', { username: 'zoë' }, 'username'],
    ['a name with a control character', { name: 'a\u0007b' }, 'name'],
    ['a name that turns the text around', { name: 'a\u202eb' }, 'name'],
    ['a role there is not', { role: 'owner' }, 'role'],
    ['a field there is not', { is_admin: true }, 'is_admin'],
    ["an id of the caller's making", { id: '0192f2a0-0000-7000-8000-000000000000' }, 'id'],
    ['an epoch', { epoch: 7 }, 'epoch'],
  ])('refuses %s and names the field', async (_, change, field) => {
    const answer = await admin.api.post('users', {
      email: emailOf('faulty'),
      password: 'long enough password',
      ...change,
    });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  });

  it.each([
    ['NUL', '{"email":"nul@example.com","password":"12345678\\u0000"}'],
    ['a lone surrogate', '{"email":"lone@example.com","password":"12345678\\ud800"}'],
    ['an array', '[]'],
    ['nothing', ''],
    ['text that is no JSON', '{'],
    ['a field given twice', '{"email":"a@example.com","email":"b@example.com","password":"12345678"}'],
  ])('refuses a body with %s', async (_, body) => {
    const answer = await call(`${server.baseUrl}/api/v1/users`, {
      method: 'POST',
      headers: { ...bearer(admin.token), 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(400);
  });

  it('refuses a form with 415', async () => {
    const answer = await postForm(`${server.baseUrl}/api/v1/users`, { email: 'a@example.com' }, bearer(admin.token));
    expect(answer.status).toBe(415);
  });

  it('takes one password however it is composed', async () => {
    const email = emailOf('composed');
    await admin.api.post('users', { email, password: 'caf\u00e9 caf\u00e9' });
    expect(await signInStatus(email, 'cafe\u0301 cafe\u0301')).toBe(200);
  });

  it('counts characters, and truncates nothing', async () => {
    const short = await admin.api.post('users', { email: emailOf('emoji'), password: '🔑🔑🔑🔑' });
    expect([short.status, fieldsOf(short)]).toEqual([400, ['password']]);
    const email = emailOf('long');
    expect((await admin.api.post('users', { email, password: `${'x'.repeat(1023)}y` })).status).toBe(201);
    expect(await signInStatus(email, `${'x'.repeat(1023)}z`)).toBe(401);
    expect(await signInStatus(email, `${'x'.repeat(1023)}y`)).toBe(200);
  });
});

describe('who may administrate users', () => {
  it('refuses members, keys without the scope, and callers without a credential', async () => {
    const member = await newPerson(server, admin);
    const { key } = await addApiKey(server.database, { userId: admin.id, scopes: ['read:account'] });
    const body = { email: emailOf('never'), password: 'long enough password' };
    for (const api of [member.api, apiWith(server, { 'x-api-key': key })]) {
      const answer = await api.post('users', body);
      expect(answer.status).toBe(403);
      expect(answer.json).toMatchObject({ detail: 'Not enough permissions' });
      expect((await api.get('users')).status).toBe(403);
      expect((await api.get(`users/${admin.id}`)).status).toBe(403);
      expect((await api.patch(`users/${member.id}`, { role: 'admin' })).status).toBe(403);
      expect((await api.delete(`users/${admin.id}`)).status).toBe(403);
    }
    const outsider = await apiWith(server, {}).get('users');
    expect(outsider.status).toBe(401);
    expect(outsider.json).toMatchObject({ detail: 'Not authenticated' });
  });

  it('lets a key only read that carries only the reading scope', async () => {
    const { key } = await addApiKey(server.database, { userId: admin.id, scopes: ['read:users'] });
    const api = apiWith(server, { 'x-api-key': key });
    expect((await api.get('users')).status).toBe(200);
    expect((await api.patch(`users/${admin.id}`, { name: 'x' })).status).toBe(403);
    expect((await call(`${server.baseUrl}/v1/users?api_key=${key}`)).status).toBe(200);
  });

  it('does not let a key of a member carry an admin scope', async () => {
    const member = await newPerson(server, admin);
    const { key } = await addApiKey(server.database, { userId: member.id, scopes: ['read:users', 'write:users'] });
    expect((await apiWith(server, { 'x-api-key': key }).get('users')).status).toBe(403);
  });
});

describe('listing users', () => {
  it('pages through all of them, newest first, each once', async () => {
    const seen: string[] = [];
    let path = 'users?limit=3';
    for (;;) {
      const answer = await admin.api.get(path);
      expect(answer.status).toBe(200);
      expect(usersOf(answer).length).toBeLessThanOrEqual(3);
      seen.push(...usersOf(answer).map(({ id }) => id));
      const { next_cursor } = answer.json as { next_cursor: string | null };
      if (next_cursor === null) break;
      path = `users?limit=3&cursor=${next_cursor}`;
    }
    expect(seen).toEqual([...seen].sort().reverse());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toContain(admin.id);
  });

  it('filters by a part of the address, user name or name, taken literally', async () => {
    const password = 'long enough password';
    await admin.api.post('users', { email: 'x_1@filter.test', password, username: 'percent-user', name: '100% Sure' });
    await admin.api.post('users', { email: 'xa1@filter.test', password, name: 'Another Person' });
    const found = async (q: string) =>
      usersOf(await admin.api.get(`users?q=${encodeURIComponent(q)}`)).map((user) => user.email);
    expect(await found('@FILTER.test')).toEqual(['xa1@filter.test', 'x_1@filter.test']);
    expect(await found('x_1@')).toEqual(['x_1@filter.test']);
    expect(await found('0% s')).toEqual(['x_1@filter.test']);
    expect(await found('percent-u')).toEqual(['x_1@filter.test']);
    expect(await found('%')).toEqual(['x_1@filter.test']);
    expect(await found('\\')).toEqual([]);
    expect(await found("' OR 1=1 --")).toEqual([]);
  });

  it('finds the one account of an address or user name, among any number that contain it', async () => {
    const password = 'long enough password';
    const made = await admin.api.post('users', { email: 'ann@exact.test', password, username: 'ann.exact' });
    for (const each of ['joann', 'mary-ann', 'hann']) {
      await admin.api.post('users', { email: `${each}@exact.test`, password, username: `${each}.exact` });
    }
    const found = async (login: string) =>
      usersOf(await admin.api.get(`users?limit=1&login=${encodeURIComponent(login)}`)).map(({ id }) => id);
    const { id } = userOf(made);
    for (const login of ['ann@exact.test', ' Ann@Exact.test', 'ann.exact', 'ANN.EXACT', 'ann\u200b.exact']) {
      expectOf(login, await found(login)).toEqual([id]);
    }
    for (const login of ['ann@exact', 'nn.exact', '%', '\u200b']) expectOf(login, await found(login)).toEqual([]);
    expect(usersOf(await admin.api.get('users?login=ann.exact&role=member&q=exact')).map((user) => user.id)).toEqual([
      id,
    ]);
    expect(usersOf(await admin.api.get('users?login=ann.exact&role=admin'))).toEqual([]);
    await admin.api.patch(`users/${id}`, { email: 'ann@after.test' });
    expect(await found('ann@exact.test')).toEqual([]);
  });

  it('finds a user by an address they had before, until they have it again', async () => {
    const { id } = await newPerson(server, admin);
    const found = async (q: string) => usersOf(await admin.api.get(`users?q=${q}`));
    for (const email of ['first@before.test', 'second@before.test', 'third@after.test']) {
      expect((await admin.api.patch(`users/${id}`, { email })).status).toBe(200);
    }
    const [user] = await found('first@before');
    expect(user).toMatchObject({ id, email: 'third@after.test' });
    expect(user).toHaveProperty('former_emails', [
      'second@before.test',
      'first@before.test',
      expect.stringContaining('@'),
    ]);
    expect(userOf(await admin.api.get(`users/${id}`))).toEqual(user);
    expect((await found('BEFORE.test')).map((each) => each.id)).toEqual([id]);
    expect(await found('before.test&role=admin')).toEqual([]);

    await admin.api.patch(`users/${id}`, { email: 'first@before.test' });
    expect((await found('first@before'))[0]).toMatchObject({ email: 'first@before.test' });
    expect((await found('first@before'))[0]).toHaveProperty(
      'former_emails',
      expect.not.arrayContaining(['first@before.test']),
    );
    // it reserves nothing, and goes with the account
    const other = await newPerson(server, admin);
    expect((await admin.api.patch(`users/${other.id}`, { email: 'third@after.test' })).status).toBe(200);
    expect((await found('third@after')).map((each) => each.id).sort()).toEqual([id, other.id].sort());
    await admin.api.delete(`users/${id}`);
    expect(await found('second@before')).toEqual([]);
  });

  it('filters by role and by disabled', async () => {
    const member = await newPerson(server, admin);
    await admin.api.patch(`users/${member.id}`, { disabled: true });
    const admins = usersOf(await admin.api.get('users?role=admin&limit=200'));
    expect(admins.map(({ id }) => id)).toContain(admin.id);
    expect(admins.every(({ role }) => role === 'admin')).toBe(true);
    const disabled = usersOf(await admin.api.get('users?disabled=true&role=member'));
    expect(disabled.map(({ id }) => id)).toContain(member.id);
    expect(disabled.every((user) => user.disabled)).toBe(true);
    expect(usersOf(await admin.api.get('users?disabled=false')).map(({ id }) => id)).not.toContain(member.id);
  });

  it.each([
    ['cursor=junk', 'cursor'],
    ['cursor=%27%20OR%201%3D1', 'cursor'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['role=owner', 'role'],
    ['disabled=maybe', 'disabled'],
    ['sort=id', 'sort'],
    ['q=', 'q'],
    ['login=', 'login'],
    ['q[a]=b', 'q[a]'],
    ['q=%00', 'q'],
  ])('refuses ?%s with 400', async (query, field) => {
    const answer = await admin.api.get(`users?${query}`);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  });
});

describe('reading and changing a user', () => {
  it('reads one, and answers 404 for an unknown id and 400 for an invalid one', async () => {
    expect(userOf(await admin.api.get(`users/${admin.id}`)).email).toBe(admin.email);
    expect(userOf(await admin.api.get(`users/${admin.id.toUpperCase()}`)).id).toBe(admin.id);
    expect((await admin.api.get('users/0192f2a0-0000-7000-8000-000000000000')).status).toBe(404);
    const junk = await admin.api.get('users/1%27');
    expect([junk.status, fieldsOf(junk)]).toEqual([400, ['id']]);
  });

  it('changes fields, and clears those that may be empty', async () => {
    const member = await newPerson(server, admin);
    const changed = await admin.api.patch(`users/${member.id}`, {
      email: emailOf('Renamed'),
      username: 'renamed',
      name: 'N',
    });
    expect([changed.status, userOf(changed)]).toMatchObject([
      200,
      { email: emailOf('renamed'), username: 'renamed', name: 'N' },
    ]);
    const cleared = await admin.api.patch(`users/${member.id}`, { username: null, name: null });
    expect(userOf(cleared)).toMatchObject({ username: null, name: null });
    expect(await meStatus(bearer(member.token))).toBe(200);
    expect((await admin.api.patch(`users/${member.id}`, {})).status).toBe(200);
  });

  it('refuses unknown fields and taken names', async () => {
    const member = await newPerson(server, admin);
    const unknown = await admin.api.patch(`users/${member.id}`, { account_number: 1, created_at: 'x' });
    expect([unknown.status, fieldsOf(unknown)]).toEqual([400, ['account_number', 'created_at']]);
    const taken = await admin.api.patch(`users/${member.id}`, { email: admin.email });
    expect([taken.status, fieldsOf(taken)]).toEqual([409, ['email']]);
    expect((await admin.api.patch('users/0192f2a0-0000-7000-8000-000000000000', { name: 'x' })).status).toBe(404);
  });

  it('audits each change by field names, without any value', async () => {
    const member = await newPerson(server, admin);
    await admin.api.patch(`users/${member.id}`, { name: 'Secret Name', password: 'another password' });
    const rows = await server.database.query<{ action: string; details: { fields: string[] }; actor_id: string }>(
      'SELECT action, details, actor_id FROM audit_events WHERE target_id = $1 ORDER BY id',
      [member.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['user.create', 'user.password-reset', 'user.update']);
    expect(rows[2]).toMatchObject({ actor_id: admin.id, details: { fields: ['name', 'password'] } });
    expect(JSON.stringify(rows)).not.toContain('Secret Name');
  });

  it('holds an address for verified only as long as it stays the same', async () => {
    const password = 'long enough password';
    const created = await admin.api.post('users', { email: 'proved@flag.test', email_verified: true, password });
    const { id } = created.json as { id: string };
    const verified = (answer: { json: unknown }) => (answer.json as { email_verified: boolean }).email_verified;
    expect(verified(created)).toBe(true);
    expect(verified(await admin.api.patch(`users/${id}`, { name: 'Proved' }))).toBe(true);
    expect(verified(await admin.api.patch(`users/${id}`, { email: 'other@flag.test' }))).toBe(false);
    expect(verified(await admin.api.patch(`users/${id}`, { email: 'new@flag.test', email_verified: true }))).toBe(true);

    const person = await signedIn(server, 'new@flag.test', password);
    expect((await person.api.patch('users/me', { email_verified: true })).status).toBe(400);
    const asked = await person.api.patch('users/me', { email: 'own@flag.test', current_password: password });
    expect(verified(asked)).toBe(true);
    expect(verified(await admin.api.patch(`users/${id}`, { email: 'own@flag.test' }))).toBe(false);
  });
});

interface Everything {
  access: Record<string, string>;
  cookie: Record<string, string>;
  key: Record<string, string>;
  pair: Pair;
}

/** Every kind of credential a person can have. */
async function everythingOf({ id, email, password, token }: Person): Promise<Everything> {
  const { key } = await addApiKey(server.database, { userId: id, scopes: ['read:account'] });
  return {
    access: bearer(token),
    cookie: await sessionCookie(server, email, password),
    key: { 'x-api-key': key },
    pair: await tokenPair(server, email, password),
  };
}

async function statusesOf({ access, cookie, key, pair }: Everything): Promise<number[]> {
  return [
    await meStatus(access),
    await meStatus(cookie),
    await meStatus(key),
    await meStatus(bearer(pair.access_token)),
    (await refreshed(server, pair.refresh_token)).status,
  ];
}
const ALIVE = [200, 200, 200, 200, 200];
const DEAD = [401, 401, 401, 401, 401];

describe('what ends everything of a user at once', () => {
  it('disabling; and enabling again revives nothing', async () => {
    const member = await newPerson(server, admin);
    const everything = await everythingOf(member);
    expect(await statusesOf(everything)).toEqual(ALIVE);
    const second = await everythingOf(member);

    const disabled = await admin.api.patch(`users/${member.id}`, { disabled: true });
    expect([disabled.status, userOf(disabled).disabled]).toEqual([200, true]);
    expect(await statusesOf(everything)).toEqual(DEAD);
    expect(await statusesOf(second)).toEqual(DEAD);
    expect(await signInStatus(member.email, member.password)).toBe(401);

    const enabled = await admin.api.patch(`users/${member.id}`, { disabled: false });
    expect([enabled.status, userOf(enabled).disabled]).toEqual([200, false]);
    expect(await statusesOf(everything)).toEqual(DEAD);
    expect(await statusesOf(second)).toEqual(DEAD);
    expect(await signInStatus(member.email, member.password)).toBe(200);
  });

  it('another role, up and down', async () => {
    const person = await newPerson(server, admin);
    const asMember = await everythingOf(person);
    await admin.api.patch(`users/${person.id}`, { role: 'admin' });
    expect(await statusesOf(asMember)).toEqual(DEAD);

    const promoted = await signedIn(server, person.email, person.password);
    expect((await promoted.api.get('users')).status).toBe(200);
    const asAdmin = await everythingOf(promoted);
    await admin.api.patch(`users/${person.id}`, { role: 'member' });
    expect(await statusesOf(asAdmin)).toEqual(DEAD);
    expect((await promoted.api.get('users')).status).toBe(401);
    const demoted = await signedIn(server, person.email, person.password);
    expect((await demoted.api.get('users')).status).toBe(403);
  });

  it("an admin's reset of the password", async () => {
    const member = await newPerson(server, admin);
    const everything = await everythingOf(member);
    expect((await admin.api.patch(`users/${member.id}`, { password: 'reset by an admin' })).status).toBe(200);
    expect(await statusesOf(everything)).toEqual(DEAD);
    expect(await signInStatus(member.email, member.password)).toBe(401);
    expect(await signInStatus(member.email, 'reset by an admin')).toBe(200);
    const sameAsEmail = await admin.api.patch(`users/${member.id}`, { password: member.email });
    expect([sameAsEmail.status, fieldsOf(sameAsEmail)]).toEqual([400, ['password']]);
  });

  it('deletion, with the applications the user owned', async () => {
    const member = await newPerson(server, admin);
    const other = await newPerson(server, admin);
    const everything = await everythingOf(member);
    const application = await addApplication(server.database, { ownerId: member.id, scopes: ['read:account'] });
    const client = { client_id: application.clientId, client_secret: application.clientSecret };
    const tokens = await postForm(`${server.baseUrl}/oauth/token`, {
      ...client,
      grant_type: 'password',
      username: other.email,
      password: other.password,
    });
    const through = bearer((tokens.json as Pair).access_token);
    expect(await meStatus(through)).toBe(200);

    expect((await admin.api.delete(`users/${member.id}`)).status).toBe(204);
    expect(await statusesOf(everything)).toEqual(DEAD);
    expect(await meStatus(through)).toBe(401);
    const again = await postForm(`${server.baseUrl}/oauth/token`, { ...client, grant_type: 'client_credentials' });
    expect([again.status, again.json]).toMatchObject([401, { error: 'invalid_client' }]);
    expect((await admin.api.get(`users/${member.id}`)).status).toBe(404);
    expect((await admin.api.delete(`users/${member.id}`)).status).toBe(404);
    expect(await signInStatus(member.email, member.password)).toBe(401);
    expect(await meStatus(bearer(other.token))).toBe(200);
  });

  it('but not a change that changes nothing', async () => {
    const member = await newPerson(server, admin);
    const same = { role: 'member', disabled: false, email: member.email };
    expect((await admin.api.patch(`users/${member.id}`, same)).status).toBe(200);
    expect(await meStatus(bearer(member.token))).toBe(200);
  });
});

describe('an admin who works on admins', () => {
  it('cannot disable, delete or reset themselves', async () => {
    await newPerson(server, admin, 'admin');
    const disabled = await admin.api.patch(`users/${admin.id}`, { disabled: true });
    expect([disabled.status, fieldsOf(disabled)]).toEqual([409, ['disabled']]);
    expect((await admin.api.patch(`users/${admin.id}`, { password: 'another password' })).status).toBe(409);
    expect((await admin.api.delete(`users/${admin.id}`)).status).toBe(409);
    expect((await admin.api.get('users/me')).status).toBe(200);
  });

  it('cannot take the last enabled admin away, not even two at once', async () => {
    const own = await startLatchkey();
    try {
      const first = await administrator(own);
      const demoted = await first.api.patch(`users/${first.id}`, { role: 'member' });
      expect([demoted.status, fieldsOf(demoted)]).toEqual([409, ['id']]);

      const second = await newPerson(own, first, 'admin');
      const sleeper = await newPerson(own, first, 'admin');
      expect((await first.api.patch(`users/${sleeper.id}`, { disabled: true })).status).toBe(200);
      const outcomes = await Promise.all([
        first.api.patch(`users/${second.id}`, { role: 'member' }),
        second.api.patch(`users/${first.id}`, { disabled: true }),
        first.api.delete(`users/${second.id}`),
        second.api.delete(`users/${first.id}`),
      ]);
      const [{ count } = { count: 0 }] = await own.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM users WHERE role = 'admin' AND disabled_at IS NULL`,
      );
      expectOf(outcomes.map(({ status }) => status).join(), count).toBe(1);
    } finally {
      await own.stop();
    }
  });
});

describe('users/me', () => {
  it('reads and changes the own account', async () => {
    const member = await newPerson(server, admin);
    const changed = await member.api.patch('users/me', {
      name: 'Me',
      username: 'Me.Myself',
      email: emailOf('Myself'),
      current_password: member.password,
    });
    expect([changed.status, userOf(changed)]).toMatchObject([
      200,
      { id: member.id, name: 'Me', username: 'me.myself', email: member.email, pending_email: emailOf('myself') },
    ]);
    expect((await member.api.get('users/me')).json).toEqual(changed.json);
    expect((await member.api.get('/v1/users/me/')).json).toEqual(changed.json);
    expect(await signInStatus('me.myself', member.password)).toBe(200);
  });

  it.each(['role', 'disabled', 'password', 'id', 'epoch', 'account_number'])('refuses to set %s', async (field) => {
    const member = await newPerson(server, admin);
    const answer = await member.api.patch('users/me', { [field]: field === 'disabled' ? false : 'admin' });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  });

  it('asks for the scopes of the account', async () => {
    const member = await newPerson(server, admin);
    const none = await addApiKey(server.database, { userId: member.id, scopes: ['read:brands'] });
    expect((await apiWith(server, { 'x-api-key': none.key }).get('users/me')).status).toBe(403);
    const reader = await addApiKey(server.database, { userId: member.id, scopes: ['read:account'] });
    const api = apiWith(server, { 'x-api-key': reader.key });
    expect((await api.patch('users/me', { name: 'x' })).status).toBe(403);
    expect((await api.put('users/me/password', {})).status).toBe(403);
  });

  it('refuses a write that a cookie authenticates from another site', async () => {
    const member = await newPerson(server, admin);
    const cookie = await sessionCookie(server, member.email, member.password);
    const foreign = apiWith(server, { ...cookie, origin: 'https://evil.example' });
    expect((await foreign.patch('users/me', { name: 'x' })).status).toBe(403);
  });
});

describe('changing the own password', () => {
  const NEW = 'a completely new password';

  it('ends all other sign-ins and sessions, and keeps the one that asked', async () => {
    const member = await newPerson(server, admin);
    const own = await tokenPair(server, member.email, member.password);
    const other = await tokenPair(server, member.email, member.password);
    const cookie = await sessionCookie(server, member.email, member.password);
    const api = apiWith(server, bearer(own.access_token));
    const answer = await api.put('users/me/password', { current_password: member.password, new_password: NEW });
    expect([answer.status, userOf(answer).id]).toEqual([200, member.id]);

    expect((await api.get('users/me')).status).toBe(200);
    const next = await refreshed(server, own.refresh_token);
    expect(next.status).toBe(200);
    expect(await meStatus(bearer((next.json as Pair).access_token))).toBe(200);

    expect(await meStatus(bearer(other.access_token))).toBe(401);
    expect((await refreshed(server, other.refresh_token)).status).toBe(401);
    expect(await meStatus(cookie)).toBe(401);
    expect(await meStatus(bearer(member.token))).toBe(401);
    expect(await signInStatus(member.email, member.password)).toBe(401);
    expect(await signInStatus(member.email, NEW)).toBe(200);
  });

  it('keeps the session that asked, and a second change keeps only its own', async () => {
    const member = await newPerson(server, admin);
    const cookie = await sessionCookie(server, member.email, member.password);
    const api = apiWith(server, cookie);
    const first = { current_password: member.password, new_password: NEW };
    expect((await api.put('users/me/password', first)).status).toBe(200);
    expect((await api.get('users/me')).status).toBe(200);
    expect(await meStatus(bearer(member.token))).toBe(401);

    const pair = await tokenPair(server, member.email, NEW);
    const again = { current_password: NEW, new_password: `${NEW}!` };
    expect((await apiWith(server, bearer(pair.access_token)).put('users/me/password', again)).status).toBe(200);
    expect((await api.get('users/me')).status).toBe(401);
    expect(await meStatus(bearer(pair.access_token))).toBe(200);
  });

  it('names the faulty fields', async () => {
    const member = await newPerson(server, admin);
    const put = (body: object) => member.api.put('users/me/password', body);
    const wrong = await put({ current_password: 'not it', new_password: NEW });
    expect([wrong.status, fieldsOf(wrong)]).toEqual([400, ['current_password']]);
    const short = await put({ current_password: member.password, new_password: 'short' });
    expect([short.status, fieldsOf(short)]).toEqual([400, ['new_password']]);
    const sameAsEmail = await put({ current_password: member.password, new_password: member.email.toUpperCase() });
    expect([sameAsEmail.status, fieldsOf(sameAsEmail)]).toEqual([400, ['new_password']]);
    const missing = await put({ new_password: NEW });
    expect([missing.status, fieldsOf(missing)]).toEqual([400, ['current_password']]);
    expect(await signInStatus(member.email, member.password)).toBe(200);
  });

  it('counts wrong guesses as a sign-in does, and refuses with Retry-After', async () => {
    const member = await newPerson(server, admin);
    const guess = (i: number) =>
      member.api.put('users/me/password', { current_password: `guess ${String(i)}`, new_password: NEW });
    for (let i = 0; i < 10; i++) expect((await guess(i)).status).toBe(400);
    const refused = await member.api.put('users/me/password', { current_password: member.password, new_password: NEW });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await signInStatus(member.email, member.password)).toBe(429);
  });

  it('lets one of two changes at once win', async () => {
    const member = await newPerson(server, admin);
    const change = (new_password: string) =>
      member.api.put('users/me/password', { current_password: member.password, new_password });
    const answers = await Promise.all([change('first new password'), change('second new password')]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('can be made with a key, which then survives while all sign-ins end', async () => {
    const member = await newPerson(server, admin);
    const scopes = ['read:account', 'write:account'];
    const { key } = await addApiKey(server.database, { userId: member.id, scopes });
    const api = apiWith(server, { 'x-api-key': key });
    expect((await api.put('users/me/password', { current_password: member.password, new_password: NEW })).status).toBe(
      200,
    );
    expect((await api.get('users/me')).status).toBe(200);
    expect(await meStatus(bearer(member.token))).toBe(401);
  });
});

describe('on another node', () => {
  it('a disabled user is refused within two seconds, and an own change of password spares the sign-in that made it', async () => {
    const second = await startLatchkey({ database: server.database, settings: { ISSUER: server.baseUrl } });
    try {
      const member = await newPerson(server, admin);
      const keeper = await newPerson(server, admin);
      const stale = await accessToken(server, keeper.email, keeper.password);
      const there = (token: string) => apiWith(second, bearer(token)).get('users/me');
      for (const token of [member.token, keeper.token, stale]) expect((await there(token)).status).toBe(200);

      await admin.api.patch(`users/${member.id}`, { disabled: true });
      await keeper.api.put('users/me/password', { current_password: keeper.password, new_password: 'a whole new one' });
      await eventually(
        async () => (await there(member.token)).status,
        (value) => expect(value).toBe(401),
        { interval: 50 },
      );
      await eventually(
        async () => (await there(stale)).status,
        (value) => expect(value).toBe(401),
        { interval: 50 },
      );
      expect((await there(keeper.token)).status).toBe(200);
    } finally {
      await second.stop();
    }
  });
});
