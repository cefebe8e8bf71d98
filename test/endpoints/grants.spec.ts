import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { bearer, postForm } from '../support/http.js';
import {
  administrator,
  type Api,
  apiWith,
  newPerson,
  type Person,
  refreshed,
  tokenPair,
} from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

interface Grant {
  id: string;
  user_id: string;
  current: boolean;
  application: { client_id: string; name: string };
  last_used_at: string | null;
}

describe('grants', () => {
  let latchkey: Latchkey;
  let admin: Person;
  let member: Person;
  let client: OAuthClient;
  beforeAll(async () => {
    latchkey = await startLatchkey();
    admin = await administrator(latchkey);
    client = await addApplication(latchkey.database, { name: 'Reader' });
  });
  beforeEach(async () => {
    member = await newPerson(latchkey, admin);
  });
  afterAll(() => latchkey.stop());

  async function grantsOf(api: Api, query = ''): Promise<Grant[]> {
    const answer = await api.get(`grants${query}`);
    expectOf(answer.text, answer.status).toBe(200);
    return (answer.json as { data: Grant[] }).data;
  }

  async function signInTo({ clientId, clientSecret }: OAuthClient, person: Person): Promise<string> {
    const answer = await postForm(`${latchkey.baseUrl}/oauth/token`, {
      grant_type: 'password',
      username: person.email,
      password: person.password,
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'read_items',
    });
    expectOf(answer.text, answer.status).toBe(200);
    return (answer.json as { access_token: string }).access_token;
  }

  it("lists the caller's own live sign-ins with where they came from", async () => {
    await signInTo(client, member);
    const [newest, first] = await grantsOf(member.api);
    expect(newest).toMatchObject({
      user_id: member.id,
      current: false,
      application: { client_id: client.clientId, name: 'Reader' },
      scope: 'read_items',
      last_used_at: null,
      ip: '127.0.0.1',
      last_ip: '127.0.0.1',
      user_agent: null,
    });
    expect(first).toMatchObject({ current: true, application: { client_id: 'login-access-token' } });
    expect(JSON.stringify(newest)).not.toMatch(/hash|secret|sealed/);
    expect(await grantsOf(member.api, `?client_id=${client.clientId}`)).toHaveLength(1);
    expect(await grantsOf(member.api, '?client_id=unknown')).toEqual([]);
  });

  it('says when a sign-in was last refreshed', async () => {
    const pair = await tokenPair(latchkey, member.email, member.password);
    await refreshed(latchkey, pair.refresh_token);
    const [grant] = await grantsOf(member.api);
    expect(grant?.last_used_at).toMatch(/Z$/);
  });

  it('pages, under /v1 and with a trailing slash too', async () => {
    await signInTo(client, member);
    await signInTo(client, member);
    const first = (await member.api.get('/v1/grants/?limit=2')).json as { data: Grant[]; next_cursor: string };
    const second = (await member.api.get(`grants?limit=2&cursor=${first.next_cursor}`)).json as typeof first;
    expect([first.data.length, second.data.length, second.next_cursor]).toEqual([2, 1, null]);
    expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(3);
  });

  it('ends one with its access and refresh tokens', async () => {
    const pair = await tokenPair(latchkey, member.email, member.password);
    const [grant] = await grantsOf(member.api);
    expect((await member.api.delete(`grants/${grant!.id}`)).status).toBe(204);
    expect((await apiWith(latchkey, bearer(pair.access_token)).get('grants')).status).toBe(401);
    expect((await refreshed(latchkey, pair.refresh_token)).status).toBe(401);
    expect((await member.api.delete(`grants/${grant!.id}`)).status).toBe(404);
    expect(await grantsOf(member.api)).toHaveLength(1);
  });

  it('ends all others and keeps the one that asks', async () => {
    const pair = await tokenPair(latchkey, member.email, member.password);
    const outsider = await newPerson(latchkey, admin);
    expect((await member.api.delete('grants')).status).toBe(204);
    expect((await refreshed(latchkey, pair.refresh_token)).status).toBe(401);
    expect((await grantsOf(member.api)).map(({ current }) => current)).toEqual([true]);
    expect(await grantsOf(outsider.api)).toHaveLength(1);
    expect((await member.api.delete('grants?include_current=true')).status).toBe(204);
    expect((await member.api.get('grants')).status).toBe(401);
  });

  it('ends only those to one application when told so', async () => {
    const token = await signInTo(client, member);
    const pair = await tokenPair(latchkey, member.email, member.password);
    expect((await member.api.delete(`grants?client_id=${client.clientId}`)).status).toBe(204);
    expect((await apiWith(latchkey, bearer(token)).get('grants')).status).toBe(401);
    expect((await refreshed(latchkey, pair.refresh_token)).status).toBe(200);
  });

  it("shows and ends another's only for admins", async () => {
    const other = await newPerson(latchkey, admin);
    await signInTo(client, member);
    const [grant] = await grantsOf(admin.api, `?user_id=${member.id}`);
    expect(grant?.user_id).toBe(member.id);
    const everyones = await grantsOf(admin.api, `?client_id=${client.clientId}`);
    expect(everyones.map((each) => each.user_id)).toContain(member.id);

    expect((await other.api.get(`grants?user_id=${member.id}`)).status).toBe(403);
    expect((await other.api.delete(`grants?user_id=${member.id}`)).status).toBe(403);
    expect((await other.api.delete(`grants/${grant!.id}`)).status).toBe(404);
    expect((await admin.api.delete(`grants/${grant!.id}`)).status).toBe(204);
    expect((await admin.api.delete(`grants?user_id=${member.id}`)).status).toBe(204);
    expect((await member.api.get('grants')).status).toBe(401);
    expect((await admin.api.get('grants')).status).toBe(200);
  });

  it('leaves everyone else alone when an admin ends their own at one application', async () => {
    const token = await signInTo(client, member);
    expect((await admin.api.delete(`grants?client_id=${client.clientId}`)).status).toBe(204);
    expect((await apiWith(latchkey, bearer(token)).get('grants')).status).toBe(403);
  });

  it('does not show what has expired, was ended, or waits for its code', async () => {
    await signInTo(client, member);
    await signInTo(client, member);
    await signInTo(client, member);
    const [a, b, c] = await grantsOf(member.api);
    await latchkey.database.query(`UPDATE sign_ins SET expires_at = now() WHERE id = $1`, [a!.id]);
    await latchkey.database.query(`UPDATE sign_ins SET application_epoch = -1 WHERE id = $1`, [b!.id]);
    await latchkey.database.query(`UPDATE sign_ins SET generation = -1 WHERE id = $1`, [c!.id]);
    expect(await grantsOf(member.api)).toHaveLength(1);
  });

  it('needs the scope', async () => {
    const { key } = await addApiKey(latchkey.database, { userId: member.id, scopes: ['read:account'] });
    const api = apiWith(latchkey, { 'x-api-key': key });
    expect((await api.get('grants')).status).toBe(200);
    expect((await api.delete('grants')).status).toBe(403);
    const { key: other } = await addApiKey(latchkey.database, { userId: member.id, scopes: ['write:account'] });
    expect((await apiWith(latchkey, { 'x-api-key': other }).get('grants')).status).toBe(403);
  });

  it.each([
    ['grants?cursor=Zm9v', 'cursor'],
    ['grants?user_id=1', 'user_id'],
    ['grants?client_id=%00', 'client_id'],
    ['grants?client_id=', 'client_id'],
    ['grants?sort=id', 'sort'],
  ])('refuses %s', async (path, field) => {
    const answer = await member.api.get(path);
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ errors: [{ field }] });
  });

  it('audits the ending of many with their number', async () => {
    await signInTo(client, member);
    await signInTo(client, member);
    await member.api.delete('grants');
    const rows = await latchkey.database.query(
      `SELECT actor_id, details FROM audit_events WHERE action = 'sign-in.revoke-all' AND target_id = $1`,
      [member.id],
    );
    expect(rows).toEqual([{ actor_id: member.id, details: { ended: 2 } }]);
  });
});
