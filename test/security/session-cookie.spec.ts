// What an attacker would gain: a person's session, by a script, by a cookie set before the sign-in, by a copy kept after the
// sign-out, through a change of password or read from the database; or acts in it, by a form or a frame on a page of another site.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { browserStateOf } from '../../src/access/session-cookie.js';
import { Authenticator } from '../support/authenticator.js';
import { Browser } from '../support/browser.js';
import { type Answer, call, FORM, JSON_TYPE, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { TestClock } from '../support/test-clock.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const LOGIN = { email: ADMINISTRATOR.email, password: ADMINISTRATOR.password };

function cookieOf(answer: Answer): { value: string; attributes: string[] } {
  const [cookie = ''] = answer.headers['set-cookie'] ?? [];
  const [value = '', ...attributes] = cookie.split('; ');
  return { value, attributes: attributes.map((attribute) => attribute.toLowerCase()) };
}

const openAt = (issuer: string) =>
  `This was sent from another address than this server's own. Open this at ${issuer} and start again.`;

describe('the session cookie', () => {
  let latchkey: Latchkey;
  let admin: Person;
  beforeAll(async () => {
    latchkey = await startLatchkey();
    admin = await administrator(latchkey);
  });
  afterAll(() => latchkey.stop());

  const login = (headers: Record<string, string> = {}, server = latchkey) =>
    postJson(`${server.baseUrl}/v1/session/login`, LOGIN, headers);
  const whoAmI = (cookie: string) => call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: { cookie } });

  it('is for the server alone: no script reads it, no other site sends it with a form', async () => {
    const { value, attributes } = cookieOf(await login());
    expect(value).toMatch(new RegExp(`^${latchkey.cookies.session}=[\\w-]{43}$`));
    expect(attributes).toContain('httponly');
    expect(attributes).toContain('samesite=lax');
    expect(attributes).toContain('path=/');
    expect(attributes.some((attribute) => attribute.startsWith('domain='))).toBe(false);
    expect(attributes).toContain(`max-age=${String(latchkey.settings.sessionTtl)}`);
  });

  it('is bound to the host and to https where the issuer is', async () => {
    const secure = await startLatchkey({ settings: { ISSUER: 'https://auth.example.com' } });
    const answer = await login({}, secure);
    const { value, attributes } = cookieOf(answer);
    expect(value).toMatch(/^__Host-latchkey=/);
    expect(attributes).toEqual(expect.arrayContaining(['secure', 'path=/', 'httponly']));
    expect(attributes.some((attribute) => attribute.startsWith('domain='))).toBe(false);
    expect(answer.headers['strict-transport-security']).toContain('max-age=');

    const me = (cookie: string) => call(`${secure.baseUrl}/api/v1/users/me`, { headers: { cookie } });
    expect((await me(value)).status).toBe(200);
    // the name without the prefix is one that a sibling host could have set
    expect((await me(value.replace('__Host-', ''))).status).toBe(401);

    const { attributes: cleared } = cookieOf(
      await postJson(`${secure.baseUrl}/v1/session/logout`, {}, { cookie: value }),
    );
    expect(cleared).toEqual(expect.arrayContaining(['secure', 'path=/']));
    await secure.stop();
  });

  it('is none of another server on this host', async () => {
    const other = await startLatchkey();
    const jar = [cookieOf(await login()).value, cookieOf(await login({}, other)).value];
    expect(new Set(jar.map((cookie) => cookie.split('=')[0])).size).toBe(2);
    const me = (server: Latchkey) => call(`${server.baseUrl}/api/v1/users/me`, { headers: { cookie: jar.join('; ') } });
    expect([(await me(latchkey)).status, (await me(other)).status]).toEqual([200, 200]);
    await other.stop();
  });

  it('is another after every sign-in, with any cookie sent', async () => {
    const first = cookieOf(await login()).value;
    const second = cookieOf(await login({ cookie: first })).value;
    expect(second).not.toBe(first);
    const planted = `${latchkey.cookies.session}=${'A'.repeat(43)}`;
    const third = cookieOf(await login({ cookie: planted })).value;
    expect(third).not.toBe(planted);
    expect((await whoAmI(planted)).status).toBe(401);
    expect((await whoAmI(third)).status).toBe(200);
  });

  it('holds no more than a secret, of which the database keeps a hash', async () => {
    const secret = cookieOf(await login()).value.slice(`${latchkey.cookies.session}=`.length);
    const rows = await latchkey.database.query<{ text: string }>('SELECT sessions::text AS text FROM sessions');
    const kept = rows.map(({ text }) => text).join('\n');
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(Buffer.from(secret).toString('hex'));
    expect(rows.length).toBeGreaterThan(0);
  });

  it('is not told to caches', async () => {
    expect((await login()).headers['cache-control']).toBe('no-store');
  });

  it('is worth nothing after signing out, also as a copy', async () => {
    const { value } = cookieOf(await login());
    const answer = await postJson(`${latchkey.baseUrl}/v1/session/logout`, {}, { cookie: value });
    expect([answer.status, answer.json]).toEqual([200, {}]);
    expect(cookieOf(answer).value).toBe(`${latchkey.cookies.session}=`);
    expect((await whoAmI(value)).status).toBe(401);
    const again = await postJson(`${latchkey.baseUrl}/v1/session/logout`, {}, { cookie: value });
    expect(again.status).toBe(200);
  });

  it('stays where a sign-out brings none, as a picture on another site does', async () => {
    const answer = await call(`${latchkey.baseUrl}/interaction/sign-out`, {
      headers: {
        accept: 'image/*',
        'sec-fetch-site': 'cross-site',
        'sec-fetch-dest': 'image',
        'sec-fetch-mode': 'no-cors',
      },
    });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([200, undefined]);
  });

  it('leaves other sessions alone when one signs out', async () => {
    const [one, other] = [cookieOf(await login()).value, cookieOf(await login()).value];
    await postJson(`${latchkey.baseUrl}/v1/session/logout`, {}, { cookie: one });
    expect((await whoAmI(other)).status).toBe(200);
  });

  it('expires on the server, also if the browser keeps it', async () => {
    const { value } = cookieOf(await login());
    await latchkey.database.query('UPDATE sessions SET expires_at = now()');
    expect((await whoAmI(value)).status).toBe(401);
  });

  it('dies with its owner', async () => {
    const person = await newPerson(latchkey, admin);
    const { value } = cookieOf(
      await postJson(`${latchkey.baseUrl}/v1/session/login`, { email: person.email, password: person.password }),
    );
    expect((await whoAmI(value)).status).toBe(200);
    await admin.api.patch(`users/${person.id}`, { disabled: true });
    expect((await whoAmI(value)).status).toBe(401);
    await admin.api.patch(`users/${person.id}`, { disabled: false });
    expect((await whoAmI(value)).status).toBe(401);
  });

  it.each(['', 'x', '%00', 'A'.repeat(5000), "' OR 1=1 --", '"quoted"'])('refuses %j as one', async (secret) => {
    expect((await whoAmI(`${latchkey.cookies.session}=${secret}`)).status).toBe(401);
  });

  it('does not authenticate beside a credential of another account', async () => {
    const person = await newPerson(latchkey, admin);
    const { value } = cookieOf(await login());
    const answer = await call(`${latchkey.baseUrl}/api/v1/users/me`, {
      headers: { cookie: value, authorization: `Bearer ${person.token}` },
    });
    expect(answer.status).toBe(400);
  });

  describe('with a write that another site started', () => {
    let cookie: string;
    beforeEach(async () => {
      cookie = cookieOf(await login()).value;
    });

    const write = (headers: Record<string, string>) =>
      call(`${latchkey.baseUrl}/api/v1/users/me`, {
        method: 'PATCH',
        headers: { 'content-type': JSON_TYPE, cookie, ...headers },
        body: JSON.stringify({ name: 'Changed' }),
      });
    const nameNow = async () => ((await whoAmI(cookie)).json as { name: string }).name;

    const hostile: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' },
      { 'sec-fetch-site': 'anything-new' },
      { 'sec-fetch-site': '' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1' },
      { origin: 'http://127.0.0.1.evil.example' },
    ];

    it.each(hostile)('refuses it: %j', async (headers) => {
      const before = await nameNow();
      const answer = await write(headers);
      expect(answer.status).toBe(403);
      expect(answer.json).toMatchObject({ detail: openAt(latchkey.baseUrl) });
      expect(await nameNow()).toBe(before);
    });

    it('refuses deletions, posts and signing out and in, too', async () => {
      const headers = { cookie, 'sec-fetch-site': 'cross-site' };
      const send = (method: string, path: string, body?: object) =>
        call(`${latchkey.baseUrl}${path}`, {
          method,
          headers: { ...headers, ...(body ? { 'content-type': JSON_TYPE } : {}) },
          body: body && JSON.stringify(body),
        });
      expect((await send('DELETE', '/api/v1/sessions?include_current=true')).status).toBe(403);
      expect((await send('DELETE', '/v1/grants')).status).toBe(403);
      expect((await send('POST', '/v1/api-keys', { name: 'x', scopes: [] })).status).toBe(403);
      expect((await send('POST', '/v1/session/logout', {})).status).toBe(403);
      expect((await send('POST', '/v1/session/login', LOGIN)).status).toBe(403);
      expect((await whoAmI(cookie)).status).toBe(200);
    });

    it('takes no form that a page could post without asking first', async () => {
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
        const answer = await call(`${latchkey.baseUrl}/api/v1/users/me`, {
          method: 'PATCH',
          headers: { cookie, 'content-type': type },
          body: '{"name":"Changed"}',
        });
        expectOf(type, answer.status).toBeGreaterThanOrEqual(400);
        expectOf(type, answer.status).toBeLessThan(500);
      }
    });

    it('allows what this site or the person started, and clients that are no browser', async () => {
      const own: Record<string, string>[] = [
        { 'sec-fetch-site': 'same-origin' },
        { 'sec-fetch-site': 'same-origin', origin: latchkey.baseUrl },
        { 'sec-fetch-site': 'none' },
        { origin: latchkey.baseUrl },
        {},
      ];
      for (const headers of own) expectOf(JSON.stringify(headers), (await write(headers)).status).toBe(200);
    });

    it('lets other sites link here: reading changes nothing', async () => {
      const answer = await call(`${latchkey.baseUrl}/api/v1/users/me`, {
        headers: { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
      });
      expect(answer.status).toBe(200);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    });

    it('asks a credential that no browser adds by itself for no origin', async () => {
      const answer = await call(`${latchkey.baseUrl}/api/v1/users/me`, {
        method: 'PATCH',
        headers: {
          'content-type': JSON_TYPE,
          authorization: `Bearer ${admin.token}`,
          'sec-fetch-site': 'cross-site',
          origin: 'https://spa.example',
        },
        body: JSON.stringify({ name: 'Administrator' }),
      });
      expect(answer.status).toBe(200);
    });
  });
});

describe('a copy of the session cookie', () => {
  const NEW = 'another password of theirs';
  const clock = new TestClock();
  let latchkey: Latchkey;
  let admin: Person;
  let person: Person;
  let copy: string;
  beforeAll(async () => {
    latchkey = await startLatchkey({ clock });
    admin = await administrator(latchkey);
  });
  beforeEach(async () => {
    person = await newPerson(latchkey, admin);
    copy = await signIn();
  });
  afterAll(() => latchkey.stop());

  const signIn = async (more = {}) => {
    const { email, password } = person;
    return cookieOf(await postJson(`${latchkey.baseUrl}/v1/session/login`, { email, password, ...more })).value;
  };
  const at = (cookie: string) => apiWith(latchkey, { cookie });
  const statusOf = async (cookie: string) => (await at(cookie).get('users/me')).status;
  const changed = (cookie: string, current_password = person.password, new_password = NEW) =>
    at(cookie).put('users/me/password', { current_password, new_password });

  it('is worth nothing after a change of the password; the browser of the change goes on', async () => {
    const answer = await changed(copy);
    const { value, attributes } = cookieOf(answer);
    expect(answer.status).toBe(200);
    expect(attributes).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']));
    expect([await statusOf(copy), await statusOf(value)]).toEqual([401, 200]);
  });

  it('leaves the frames of applications the state of the new cookie', async () => {
    const answer = await changed(copy);
    const secret = cookieOf(answer).value.slice(`${latchkey.cookies.session}=`.length);
    const [, state = ''] = answer.headers['set-cookie'] ?? [];
    expect(state.split(';')[0]?.split('=')[1]).toBe(browserStateOf(secret));
  });

  it('is worth nothing after the password that an administrator asks for', async () => {
    const party = await RelyingParty.at(latchkey, { firstParty: true });
    await admin.api.patch(`users/${person.id}`, { password_change_required: true });
    const browser = new Browser(latchkey.baseUrl);
    const { email: username, password } = person;
    const page = await browser.submit(await browser.open(party.request()), { username, password });
    const before = `${latchkey.cookies.session}=${browser.cookies.get(latchkey.cookies.session) ?? ''}`;
    expect(await statusOf(before)).toBe(200);
    const done = await browser.submit(page, { new_password: NEW, repeated: NEW });
    expect(done.leftFor?.searchParams.has('code')).toBe(true);
    expect(await statusOf(before)).toBe(401);
    expect((await browser.open(party.request({ prompt: 'none' }))).leftFor?.searchParams.has('code')).toBe(true);
  });

  it('gains nothing from a second factor that is set up or proved', async () => {
    const api = at(copy);
    const phone = await Authenticator.of(api, person.password, clock);
    expect([await statusOf(copy), (await api.get('users/me')).status]).toEqual([401, 200]);

    clock.advance(30);
    const [otp = ''] = phone.recoveryCodes;
    const before = await signIn({ otp });
    const proved = await at(before).post('users/me/step-up', { otp: phone.code() });
    expect([proved.status, await statusOf(before), await statusOf(cookieOf(proved).value)]).toEqual([200, 401, 200]);
  });

  it('does not become the session where both prove at once: of one cookie comes one new cookie', async () => {
    const phone = await Authenticator.of(at(copy), person.password, clock);
    const [first = '', second = '', third = '', otp = ''] = phone.recoveryCodes;
    const before = await signIn({ otp });
    const answers = await Promise.all(
      [first, second, third].map((code) => at(before).post('users/me/step-up', { otp: code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    const cookies = answers.filter(({ headers }) => headers['set-cookie'] !== undefined);
    expect(cookies.map(({ status }) => status)).toEqual([200]);
    expect(await statusOf(cookieOf(cookies[0]!).value)).toBe(200);
  });

  it('ends with all other sessions, also where there is none; the browser that ends them goes on', async () => {
    const other = await signIn();
    const answer = await at(copy).delete('sessions');
    const { value, attributes } = cookieOf(answer);
    expect([answer.status, attributes]).toEqual([204, expect.arrayContaining(['httponly', 'samesite=lax', 'path=/'])]);
    expect([await statusOf(copy), await statusOf(other), await statusOf(value)]).toEqual([401, 401, 200]);

    const again = await at(value).delete('sessions');
    expect([await statusOf(value), await statusOf(cookieOf(again).value)]).toEqual([401, 200]);
    const rows = await latchkey.database.query<{ details: unknown }>(
      `SELECT details FROM audit_events WHERE action = 'session.end-all' AND target_id = $1 ORDER BY at`,
      [person.id],
    );
    expect(rows.map(({ details }) => details)).toEqual([{ ended: 1 }, { ended: 0 }]);
  });

  it('does not become the session where both end all others at once', async () => {
    const answers = await Promise.all(Array.from({ length: 3 }, () => at(copy).delete('sessions')));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401]);
    const [done] = answers.filter(({ headers }) => headers['set-cookie'] !== undefined);
    expect([done?.status, await statusOf(cookieOf(done!).value)]).toEqual([204, 200]);
  });

  it('is another matter than sessions that an administrator ends of others, or all, the present one included', async () => {
    const { email, password } = await newPerson(latchkey, admin, 'admin');
    const login = await postJson(`${latchkey.baseUrl}/v1/session/login`, { email, password });
    const { value } = cookieOf(login);
    const ofOther = await at(value).delete(`sessions?user_id=${person.id}`);
    expect([ofOther.status, ofOther.headers['set-cookie']]).toEqual([204, undefined]);
    expect([await statusOf(copy), await statusOf(value)]).toEqual([401, 200]);
    const own = await at(value).delete('sessions?include_current=true');
    expect([cookieOf(own).value, await statusOf(value)]).toEqual([`${latchkey.cookies.session}=`, 401]);
  });

  it('takes no cookie away from the browser where it is refused', async () => {
    await changed(copy);
    for (const answer of [await at(copy).get('users/me'), await changed(copy), await at(copy).delete('sessions')]) {
      expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined]);
    }
  });

  describe('that signs out', () => {
    let present: string;
    beforeEach(async () => {
      present = cookieOf(await at(copy).delete('sessions')).value;
    });
    const clearedBy = ({ headers }: Answer) =>
      (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).filter((pair) => pair?.endsWith('='));

    it('takes no newer cookie away at the browser, and ends nothing', async () => {
      const answer = await postJson(`${latchkey.baseUrl}/v1/session/logout`, {}, { cookie: copy });
      expect([answer.status, answer.json, clearedBy(answer)]).toEqual([200, {}, []]);
      const page = await call(`${latchkey.baseUrl}/interaction/sign-out`, { headers: { cookie: copy } });
      expect([page.status, clearedBy(page)]).toEqual([200, []]);
      expect(await statusOf(present)).toBe(200);
    });

    it('by a decision has the browser asked again, with the cookie that it has', async () => {
      const browser = new Browser(latchkey.baseUrl);
      browser.keep(present);
      const page = await browser.open('/interaction/sign-out');
      const answer = await at(present).delete('sessions');
      const [form] = page.forms;
      const decided = await call(`${latchkey.baseUrl}/interaction/sign-out`, {
        method: 'POST',
        headers: {
          'content-type': FORM,
          cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        body: new URLSearchParams({ ...form?.fields, decision: 'sign-out' }).toString(),
      });
      expect([decided.status, clearedBy(decided)]).toEqual([303, []]);
      for (const line of answer.headers['set-cookie'] ?? []) browser.keep(line);
      const again = await browser.open(decided.headers.location ?? '');
      expect((await browser.submit(again, { decision: 'sign-out' })).text).toContain('You are signed out');
      expect(browser.cookies.has(latchkey.cookies.session)).toBe(false);
      expect(await statusOf(cookieOf(answer).value)).toBe(401);
    });

    it('is taken away where its own session has ended', async () => {
      await admin.api.delete(`sessions?user_id=${person.id}`);
      const answer = await postJson(`${latchkey.baseUrl}/v1/session/logout`, {}, { cookie: present });
      expect(clearedBy(answer)).toContain(`${latchkey.cookies.session}=`);
    });
  });

  it('is no matter of callers with a token: they get no cookie', async () => {
    const change = { current_password: person.password, new_password: NEW };
    const answer = await person.api.put('users/me/password', change);
    expect([answer.status, answer.headers['set-cookie']]).toEqual([200, undefined]);
  });
});

describe('answers of the API in a browser', () => {
  let latchkey: Latchkey;
  beforeAll(async () => {
    latchkey = await startLatchkey();
  });
  afterAll(() => latchkey.stop());

  it('are not framed and run nothing', async () => {
    for (const path of ['/api/v1/users/me', '/v1/session/login', '/nowhere', '/health/live']) {
      const { headers } = await call(`${latchkey.baseUrl}${path}`);
      expectOf(path, headers['x-frame-options']).toBe('DENY');
      expectOf(path, headers['content-security-policy']).toContain("default-src 'none'");
      expectOf(path, headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expectOf(path, headers['x-content-type-options']).toBe('nosniff');
    }
  });
});
