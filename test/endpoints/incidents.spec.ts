import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { bearer, postForm, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

const NOTHING_MADE = { made_api_keys: 0, made_applications: 0 };

interface Signed {
  accessToken: string;
  refreshToken: string;
  client: OAuthClient;
}

describe('incidents', () => {
  let latchkey: Latchkey;
  let admin: Person;
  let member: Person;
  let client: OAuthClient;
  beforeAll(async () => {
    latchkey = await startLatchkey({ settings: { TRUST_PROXY: '127.0.0.1' } });
    admin = await administrator(latchkey);
  });
  beforeEach(async () => {
    member = await newPerson(latchkey, admin);
    client = await addApplication(latchkey.database);
  });
  afterAll(() => latchkey.stop());

  async function signIn(person: Person, from = '127.0.0.1', to = client): Promise<Signed> {
    const answer = await postForm(
      `${latchkey.baseUrl}/oauth/token`,
      {
        grant_type: 'password',
        username: person.email,
        password: person.password,
        client_id: to.clientId,
        client_secret: to.clientSecret,
      },
      { 'x-forwarded-for': from },
    );
    expectOf(answer.text, answer.status).toBe(200);
    const { access_token, refresh_token } = answer.json as { access_token: string; refresh_token: string };
    return { accessToken: access_token, refreshToken: refresh_token, client: to };
  }

  async function browse(person: Person, from = '127.0.0.1'): Promise<Record<string, string>> {
    const { email, password } = person;
    const login = { email, password };
    const answer = await postJson(`${latchkey.baseUrl}/v1/session/login`, login, { 'x-forwarded-for': from });
    return { cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
  }

  /** Dead everywhere: its access token, and its refresh token. */
  async function isDead({ accessToken, refreshToken, client: { clientId, clientSecret } }: Signed): Promise<boolean> {
    const introspected = await postForm(`${latchkey.baseUrl}/oauth/introspect`, {
      token: accessToken,
      client_id: clientId,
      client_secret: clientSecret,
    });
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
    const refreshed = await postForm(`${latchkey.baseUrl}/oauth/token`, {
      ...form,
      client_id: clientId,
      client_secret: clientSecret,
    });
    const active = (introspected.json as { active: boolean }).active;
    expect(refreshed.status === 200).toBe(active);
    return !active;
  }

  const isOver = async (cookie: Record<string, string>) =>
    (await apiWith(latchkey, cookie).get('sessions')).status === 401;

  async function act(what: 'preview' | 'end', body: object): Promise<unknown> {
    const answer = await admin.api.post(`incidents/${what}`, body);
    expectOf(answer.text, answer.status).toBe(200);
    return answer.json;
  }

  it('ends everything of a user', async () => {
    const other = await newPerson(latchkey, admin);
    const [mine, theirs] = [await signIn(member), await signIn(other)];
    const cookie = await browse(member);
    const affected = { sign_ins: 2, sessions: 1, ...NOTHING_MADE };
    expect(await act('preview', { user_id: member.id })).toEqual(affected);
    expect(await isOver(cookie)).toBe(false);

    expect(await act('end', { user_id: member.id })).toEqual(affected);
    expect(await isDead(mine)).toBe(true);
    expect(await isOver(cookie)).toBe(true);
    expect((await member.api.get('grants')).status).toBe(401);
    expect(await isDead(theirs)).toBe(false);
    expect(await act('preview', { user_id: member.id })).toEqual({ sign_ins: 0, sessions: 0, ...NOTHING_MADE });
    expect(await isDead(await signIn(member))).toBe(false);
  });

  it('ends everything of an application, what it holds for itself included', async () => {
    const signed = await signIn(member);
    const elsewhere = await signIn(member, '127.0.0.1', await addApplication(latchkey.database));
    const own = await postForm(`${latchkey.baseUrl}/oauth/token`, {
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
    });
    const { access_token } = own.json as { access_token: string };
    expect(await act('end', { client_id: client.clientId })).toEqual({ sign_ins: 1, sessions: 0, ...NOTHING_MADE });
    expect(await isDead(signed)).toBe(true);
    expect(await isDead(elsewhere)).toBe(false);
    expect((await apiWith(latchkey, bearer(access_token)).get('grants')).status).toBe(401);
  });

  it('ends what began in a network, and nothing else', async () => {
    const [inside, outside] = [await signIn(member, '198.51.100.9'), await signIn(member, '198.51.101.9')];
    const [caught, spared] = [await browse(member, '198.51.100.10'), await browse(member, '2001:db8::1')];
    const network = { ip: '198.51.100.0/24' };
    expect(await act('preview', network)).toEqual({ sign_ins: 1, sessions: 1, ...NOTHING_MADE });
    expect(await act('end', network)).toEqual({ sign_ins: 1, sessions: 1, ...NOTHING_MADE });
    expect([await isDead(inside), await isDead(outside)]).toEqual([true, false]);
    expect([await isOver(caught), await isOver(spared)]).toEqual([true, false]);
    expect(await act('end', { ip: '::ffff:198.51.101.9' })).toMatchObject({ sign_ins: 1 });
    expect(await isDead(outside)).toBe(true);
  });

  it('ends sign-ins that were last refreshed from an address', async () => {
    const { refreshToken, client: app } = await signIn(member, '192.0.2.1');
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: app.clientId };
    await postForm(
      `${latchkey.baseUrl}/oauth/token`,
      { ...form, client_secret: app.clientSecret },
      { 'x-forwarded-for': '192.0.2.200' },
    );
    expect(await act('preview', { ip: '192.0.2.200' })).toEqual({ sign_ins: 1, sessions: 0, ...NOTHING_MADE });
    expect(await act('preview', { ip: '192.0.2.1/32' })).toEqual({ sign_ins: 1, sessions: 0, ...NOTHING_MADE });
  });

  it('ends what began before a time', async () => {
    const early = await signIn(member);
    const [row] = await latchkey.database.query<{ at: Date }>('SELECT max(created_at) AS at FROM sign_ins');
    const time = new Date(row!.at.getTime() + 1).toISOString();
    const late = await signIn(member);
    const scope = { before: time, user_id: member.id, client_id: client.clientId };
    expect(await act('end', scope)).toEqual({ sign_ins: 1, sessions: 0, ...NOTHING_MADE });
    expect([await isDead(early), await isDead(late)]).toEqual([true, false]);
  });

  it('ends only what all conditions meet', async () => {
    const other = await newPerson(latchkey, admin);
    const [mine, theirs] = [await signIn(member, '198.51.100.77'), await signIn(other, '198.51.100.77')];
    await act('end', { ip: '198.51.100.77', user_id: member.id });
    expect([await isDead(mine), await isDead(theirs)]).toEqual([true, false]);
  });

  it('ends more than one batch', async () => {
    const { id } = await newPerson(latchkey, admin);
    await latchkey.database.query(
      `INSERT INTO sign_ins (id, user_id, application_id, user_epoch, application_epoch, scope, authenticated_at, ip, expires_at)
       SELECT gen_random_uuid(), $1, $2, 0, 0, '', now(), '100.64.0.1', now() + interval '1 hour' FROM generate_series(1, 2500)`,
      [id, client.id],
    );
    await latchkey.database.query(
      `INSERT INTO sessions (id, user_id, user_epoch, secret_hash, authenticated_at, ip, expires_at)
       SELECT gen_random_uuid(), $1, 0, int4send(i), now(), '100.64.0.2', now() + interval '1 hour' FROM generate_series(1, 1000) i`,
      [id],
    );
    const affected = { sign_ins: 2500, sessions: 1000, ...NOTHING_MADE };
    expect(await act('preview', { ip: '100.64.0.0/10' })).toEqual(affected);
    expect(await act('end', { ip: '100.64.0.0/10' })).toEqual(affected);
    expect(await act('end', { ip: '100.64.0.0/10' })).toEqual({ sign_ins: 0, sessions: 0, ...NOTHING_MADE });
  });

  it('is known to other nodes within two seconds', async () => {
    const other = await startLatchkey({ database: latchkey.database, settings: { ISSUER: latchkey.baseUrl } });
    const api = apiWith(other, bearer(member.token));
    expect((await api.get('grants')).status).toBe(200);
    await act('end', { user_id: member.id, before: '2999-01-01T00:00:00Z' });
    await eventually(
      async () => (await api.get('grants')).status,
      (value) => expect(value).toBe(401),
    );
    await other.stop();
  });

  it('is audited, with the filter and the counts', async () => {
    await signIn(member);
    await act('end', { user_id: member.id, ip: '127.0.0.0/8' });
    await act('end', { user_id: member.id });
    const rows = await latchkey.database.query(
      `SELECT action, details FROM audit_events WHERE target_id = $1 AND actor_id = $2 AND action <> 'user.create' ORDER BY at, id`,
      [member.id, admin.id],
    );
    expect(rows).toEqual([
      { action: 'sign-in.revoke-all', details: { ip: '127.0.0.0/8', ended: 2 } },
      { action: 'incident.end', details: { ip: '127.0.0.0/8', sign_ins: 2, sessions: 0 } },
      { action: 'incident.end', details: { sign_ins: 0, sessions: 0 } },
    ]);
  });

  it('is for admins with the scopes only', async () => {
    const { key } = await addApiKey(latchkey.database, { userId: admin.id, scopes: ['read:users'] });
    const reader = apiWith(latchkey, { 'x-api-key': key });
    expect((await reader.post('incidents/preview', { user_id: member.id })).status).toBe(200);
    expect((await reader.post('incidents/end', { user_id: member.id })).status).toBe(403);
    for (const what of ['preview', 'end']) {
      expect((await member.api.post(`incidents/${what}`, { user_id: member.id })).status).toBe(403);
      expect((await apiWith(latchkey, {}).post(`incidents/${what}`, { user_id: member.id })).status).toBe(401);
    }
    expect((await member.api.get('grants')).status).toBe(200);
  });

  it.each([
    [{}, 'body'],
    [{ ip: '10.0.0.1/8' }, 'ip'],
    [{ ip: '' }, 'ip'],
    [{ ip: null }, 'ip'],
    [{ user_id: 'everyone' }, 'user_id'],
    [{ client_id: '' }, 'client_id'],
    [{ client_id: ['auth'] }, 'client_id'],
    [{ before: 'now' }, 'before'],
    [{ before: 1 }, 'before'],
    [{ ip: '192.0.2.9', all: true }, 'all'],
  ])('refuses %j', async (body, field) => {
    for (const what of ['preview', 'end']) {
      const answer = await admin.api.post(`incidents/${what}`, body);
      expectOf(answer.text, answer.status).toBe(400);
      expect(answer.json).toMatchObject({ errors: [{ field }] });
    }
  });

  it('refuses users and applications there are none of', async () => {
    const unknown = { user_id: '01890000-0000-7000-8000-000000000000' };
    expect((await admin.api.post('incidents/end', unknown)).status).toBe(404);
    expect((await admin.api.post('/v1/incidents/end/', { client_id: 'unknown' })).status).toBe(404);
  });
});
