import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { bearer } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

interface Session {
  id: string;
  user_id: string;
  current: boolean;
  ip: string;
  authentication_methods: string[];
}

describe('sessions', () => {
  let latchkey: Latchkey;
  let admin: Person;
  let member: Person;
  beforeAll(async () => {
    latchkey = await startLatchkey();
    admin = await administrator(latchkey);
  });
  beforeEach(async () => {
    member = await newPerson(latchkey, admin);
  });
  afterAll(() => latchkey.stop());

  async function signInBrowser(person: Person): Promise<Api> {
    return apiWith(latchkey, await sessionCookie(latchkey, person.email, person.password));
  }

  async function sessionsOf(api: Api, query = ''): Promise<Session[]> {
    const answer = await api.get(`sessions${query}`);
    expectOf(answer.text, answer.status).toBe(200);
    return (answer.json as { data: Session[] }).data;
  }

  it("lists the caller's own, newest first, and says which one asks", async () => {
    await signInBrowser(member);
    const second = await signInBrowser(member);
    await signInBrowser(admin);
    const sessions = await sessionsOf(second);
    expect(sessions.map(({ current }) => current)).toEqual([true, false]);
    expect(sessions[0]).toMatchObject({
      user_id: member.id,
      ip: '127.0.0.1',
      authentication_methods: ['pwd'],
      user_agent: null,
      created_at: expect.stringMatching(/Z$/),
      expires_at: expect.stringMatching(/Z$/),
    });
    expect(JSON.stringify(sessions)).not.toContain('secret');
    expect((await sessionsOf(member.api)).map(({ current }) => current)).toEqual([false, false]);
  });

  it('lists page by page, under /v1 and with a trailing slash too', async () => {
    for (let i = 0; i < 3; i++) await signInBrowser(member);
    const first = (await member.api.get('/v1/sessions/?limit=2')).json as { data: Session[]; next_cursor: string };
    expect(first.data).toHaveLength(2);
    const second = (await member.api.get(`sessions?limit=2&cursor=${first.next_cursor}`)).json as typeof first;
    expect(second.data).toHaveLength(1);
    expect(second.next_cursor).toBeNull();
  });

  it('ends one on the server', async () => {
    const browser = await signInBrowser(member);
    const [session] = await sessionsOf(browser);
    expect((await member.api.delete(`sessions/${session!.id}`)).status).toBe(204);
    expect((await browser.get('sessions')).status).toBe(401);
    expect((await member.api.delete(`sessions/${session!.id}`)).status).toBe(404);
  });

  it('clears the cookie of a browser that ends its own session', async () => {
    const browser = await signInBrowser(member);
    const [session] = await sessionsOf(browser);
    const answer = await browser.delete(`sessions/${session!.id}`);
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']?.[0]).toMatch(new RegExp(`^${latchkey.cookies.session}=;`));
  });

  it('ends all others, and the current one only when asked', async () => {
    const others = [await signInBrowser(member), await signInBrowser(member)];
    const browser = await signInBrowser(member);
    expect((await browser.delete('sessions')).status).toBe(204);
    for (const other of others) expect((await other.get('sessions')).status).toBe(401);
    expect(await sessionsOf(browser)).toHaveLength(1);
    expect((await browser.delete('sessions?include_current=true')).status).toBe(204);
    expect((await browser.get('sessions')).status).toBe(401);
  });

  it("shows and ends another's only for admins", async () => {
    const browser = await signInBrowser(member);
    const other = await newPerson(latchkey, admin);
    const [session] = await sessionsOf(admin.api, `?user_id=${member.id}`);
    expect(session?.user_id).toBe(member.id);

    const listing = await other.api.get(`sessions?user_id=${member.id}`);
    expect(listing.status).toBe(403);
    expect(listing.json).toMatchObject({ detail: 'Not enough permissions' });
    expect((await other.api.delete(`sessions?user_id=${member.id}`)).status).toBe(403);
    expect((await other.api.delete(`sessions/${session!.id}`)).status).toBe(404);
    expect(await sessionsOf(browser)).toHaveLength(1);

    expect((await admin.api.delete(`sessions?user_id=${member.id}`)).status).toBe(204);
    expect((await browser.get('sessions')).status).toBe(401);
  });

  it('needs the scope', async () => {
    const { key } = await addApiKey(latchkey.database, { userId: member.id, scopes: ['read:account'] });
    const api = apiWith(latchkey, { 'x-api-key': key });
    expect((await api.get('sessions')).status).toBe(200);
    const ending = await api.delete('sessions');
    expect(ending.status).toBe(403);
    expect(ending.headers['www-authenticate']).toContain('scope="write:account"');
    expect((await apiWith(latchkey, {}).get('sessions')).status).toBe(401);
    expect((await apiWith(latchkey, bearer('junk')).get('sessions')).status).toBe(401);
  });

  it.each([
    ['sessions?cursor=junk', 'cursor'],
    ['sessions?limit=0', 'limit'],
    ['sessions?user_id=1', 'user_id'],
    ['sessions?user_id=%00', 'user_id'],
    ['sessions?owner=me', 'owner'],
    ['sessions?limit=1&limit=2', 'limit'],
  ])('refuses %s', async (path, field) => {
    const answer = await member.api.get(path);
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ errors: [{ field }] });
  });

  it('refuses ids and switches that are none', async () => {
    expect((await member.api.delete('sessions/1')).status).toBe(400);
    expect((await member.api.delete('sessions?include_current=yes')).status).toBe(400);
    expect((await member.api.delete('sessions/01890000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('audits who ended what', async () => {
    const browser = await signInBrowser(member);
    const [session] = await sessionsOf(browser);
    await admin.api.delete(`sessions/${session!.id}`);
    const rows = await latchkey.database.query<{ actor_id: string }>(
      `SELECT actor_id FROM audit_events WHERE action = 'session.end' AND target_id = $1`,
      [session!.id],
    );
    expect(rows).toEqual([{ actor_id: admin.id }]);
  });
});
