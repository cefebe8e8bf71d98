import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DeviceDecision } from '../../src/interaction/device-decision.js';
import { DeviceCodes } from '../../src/oauth/stores/device-codes.js';
import { Refusal } from '../../src/protocol/refusal.js';
import { Browser, type Page } from '../support/browser.js';
import { type Answer, bearer, call, postForm } from '../support/http.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { originAt, partOf } from '../support/store-fixture.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { administrator } from '../support/management.js';
import { claimsOf } from '../support/relying-party.js';
import { expectOf } from '../support/expect-of.js';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

interface DeviceAnswer {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
}

const clock = new TestClock();
let server: Latchkey;
let television: OAuthClient;
let person: TestUser;

beforeAll(async () => {
  server = await startLatchkey({ clock });
  television = await addDevice();
  person = await addUser(server);
});
afterAll(() => server.stop());

function addDevice(): Promise<OAuthClient> {
  return addApplication(server.database, {
    name: 'Television',
    type: 'public',
    secret: null,
    grantTypes: [DEVICE_CODE, 'refresh_token'],
    scopes: ['openid', 'profile', 'read_items'],
  });
}

function ask(form: Record<string, string> = {}): Promise<Answer> {
  return postForm(`${server.baseUrl}/oauth/device_authorization`, { client_id: television.clientId, ...form });
}

async function started(form: Record<string, string> = {}): Promise<DeviceAnswer> {
  const answer = await ask(form);
  expectOf(answer.text, answer.status).toBe(200);
  return answer.json as DeviceAnswer;
}

function poll({ device_code }: { device_code: string }, form: Record<string, string> = {}): Promise<Answer> {
  const request = { grant_type: DEVICE_CODE, client_id: television.clientId, device_code };
  return postForm(`${server.baseUrl}/oauth/token`, { ...request, ...form });
}

/** The person types the code and signs in; the page where they decide. */
async function atDecision(userCode: string, browser: Browser, who = person): Promise<Page> {
  const entered = await browser.submit(await browser.open('/device'), { user_code: userCode });
  if (!entered.text.includes('name="password"')) return entered;
  return browser.submit(entered, { username: who.email, password: who.password });
}

async function decided(userCode: string, decision: 'allow' | 'deny', who = person): Promise<Page> {
  const browser = new Browser(server.baseUrl);
  return browser.submit(await atDecision(userCode, browser, who), { decision });
}

describe('a device gets its tokens', () => {
  it('when a person types its code, signs in and allows it', async () => {
    const device = await started({ scope: 'openid read_items' });
    expect(device).toEqual({
      device_code: expect.stringMatching(/^lkd_/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: `${server.baseUrl}/device`,
      verification_uri_complete: `${server.baseUrl}/device?user_code=${device.user_code}`,
      expires_in: 600,
      interval: 5,
    });
    const pending = await poll(device);
    expect([pending.status, pending.json]).toEqual([400, expect.objectContaining({ error: 'authorization_pending' })]);

    const browser = new Browser(server.baseUrl);
    const page = await atDecision(device.user_code, browser);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Television');
    expect(page.text).toContain(device.user_code);
    expect(page.text).toContain('127.0.0.1');
    expect(page.text).toContain('<code>read_items</code>');
    const done = await browser.submit(page, { decision: 'allow' });
    expect(done.text).toContain('Device connected');

    const tokens = await poll(device);
    expectOf(tokens.text, tokens.status).toBe(200);
    expect(tokens.json).toMatchObject({
      token_type: 'Bearer',
      scope: 'openid read_items',
      refresh_token: expect.any(String),
      id_token: expect.any(String),
    });
    expect(tokens.headers['cache-control']).toContain('no-store');
    const { access_token } = tokens.json as { access_token: string };
    const userinfo = await call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(access_token) });
    expect(userinfo.json).toMatchObject({ sub: person.id });
  });

  it('with the code in any case and with any dashes', async () => {
    const device = await started();
    const typed = ` ${device.user_code.toLowerCase().replace('-', ' ')} `;
    const done = await decided(typed, 'allow');
    expect(done.text).toContain('Device connected');
    expect((await poll(device)).status).toBe(200);
  });

  it('by the link it shows, and without another sign-in where the person is signed in', async () => {
    const browser = new Browser(server.baseUrl);
    const one = await started();
    await browser.submit(await atDecision(one.user_code, browser), { decision: 'allow' });

    const two = await started();
    const linked = await browser.open(two.verification_uri_complete.slice(server.baseUrl.length));
    expect(linked.forms[0]?.fields.user_code).toBe(two.user_code);
    const page = await browser.submit(linked);
    expect(page.text).toContain('Allow <bdi>Television</bdi>?');
    await browser.submit(page, { decision: 'allow' });
    expect((await poll(two)).status).toBe(200);
  });

  it('once: a used code gives nothing more', async () => {
    const device = await started();
    await decided(device.user_code, 'allow');
    expect((await poll(device)).status).toBe(200);
    expect((await poll(device)).json).toMatchObject({ error: 'invalid_grant' });
  });

  it('once, however many polls arrive together', async () => {
    const device = await started();
    await decided(device.user_code, 'allow');
    const answers = await Promise.all(Array.from({ length: 20 }, () => poll(device)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
    }
  });

  it('and its refresh token works', async () => {
    const device = await started({ scope: 'read_items' });
    await decided(device.user_code, 'allow');
    const { refresh_token } = (await poll(device)).json as { refresh_token: string };
    const refreshed = await postForm(`${server.baseUrl}/oauth/token`, {
      grant_type: 'refresh_token',
      refresh_token,
      client_id: television.clientId,
    });
    expect([refreshed.status, refreshed.json]).toEqual([200, expect.objectContaining({ scope: 'read_items' })]);
  });
});

// What an attacker would gain: an API that a device gives its token to, meant for that API alone, calls another with it.
describe('the token of a device', () => {
  const ITEMS = 'https://items.example.com';
  const SPACES = 'https://spaces.example.com';
  const resources = (...names: string[]) => names.map((name) => `&resource=${encodeURIComponent(name)}`).join('');
  const token = (form: string) => postForm(`${server.baseUrl}/oauth/token`, `client_id=${television.clientId}&${form}`);
  const pollFor = ({ device_code }: DeviceAnswer, ...names: string[]) =>
    token(`grant_type=${encodeURIComponent(DEVICE_CODE)}&device_code=${device_code}${resources(...names)}`);

  async function allowedFor(...names: string[]): Promise<DeviceAnswer> {
    const form = `client_id=${television.clientId}&scope=profile+read_items${resources(...names)}`;
    const answer = await postForm(`${server.baseUrl}/oauth/device_authorization`, form);
    expectOf(answer.text, answer.status).toBe(200);
    const device = answer.json as DeviceAnswer;
    await decided(device.user_code, 'allow');
    return device;
  }

  function told({ status, text, json }: Answer): { aud: unknown; scope: string; refresh_token: string } {
    expectOf(text, status).toBe(200);
    const tokens = json as { access_token: string; refresh_token: string; scope: string };
    return { ...tokens, aud: claimsOf(tokens.access_token).aud };
  }

  beforeAll(async () => {
    const admin = await administrator(server);
    const items = { identifier: ITEMS, name: 'Items', scopes: ['read_items'] };
    expect((await admin.api.post('resources', items)).status).toBe(201);
    expect((await admin.api.post('resources', { identifier: SPACES, name: 'Spaces', scopes: [] })).status).toBe(201);
  });

  it('is for the API that it names among those allowed, and the refresh token for all of them', async () => {
    const narrowed = told(await pollFor(await allowedFor(ITEMS, SPACES), SPACES));
    expect(narrowed).toMatchObject({ aud: SPACES, scope: 'profile' });
    const refresh = `grant_type=refresh_token&refresh_token=${narrowed.refresh_token}`;
    expect(told(await token(refresh))).toMatchObject({ aud: [ITEMS, SPACES], scope: 'profile read_items' });
  });

  it('is for all of those allowed where it names none', async () => {
    expect(told(await pollFor(await allowedFor(ITEMS, SPACES))).aud).toEqual([ITEMS, SPACES]);
  });

  it.each<[string, string[], string]>([
    ['was not allowed', [ITEMS], SPACES],
    ['was not allowed, for this server is', [], ITEMS],
    ['no one knows', [ITEMS], 'https://nowhere.example.com'],
  ])('is not for an API that %s, and the code is still good', async (_, allowed, named) => {
    const device = await allowedFor(...allowed);
    const refused = await pollFor(device, named);
    expect([refused.status, refused.json]).toEqual([400, expect.objectContaining({ error: 'invalid_target' })]);
    expect((await pollFor(device, ...allowed)).status).toBe(200);
  });

  it('is for this server by its name where no API was allowed', async () => {
    expect(told(await pollFor(await allowedFor(), server.baseUrl)).aud).toBe(server.baseUrl);
  });
});

describe('a device that polls', () => {
  beforeAll(() => {
    clock.hold();
  });

  it('too often is told to slow down, each time by five seconds more', async () => {
    const device = await started();
    const errorOf = async () => ((await poll(device)).json as { error: string }).error;
    expect(await errorOf()).toBe('authorization_pending');
    expect(await errorOf()).toBe('slow_down');
    clock.advance(6);
    // the interval is ten seconds by now
    expect(await errorOf()).toBe('slow_down');
    clock.advance(16);
    expect(await errorOf()).toBe('authorization_pending');
  });

  it('a moment early is in time, and counts from the last poll that was', async () => {
    const device = await started();
    const errorOf = async () => ((await poll(device)).json as { error: string }).error;
    expect(await errorOf()).toBe('authorization_pending');
    // as by the clocks of two nodes (docs/adr/0041)
    for (let round = 0; round < 5; round++) {
      clock.advance(3.1);
      expect(await errorOf()).toBe('authorization_pending');
    }
    clock.advance(2.9);
    expect(await errorOf()).toBe('slow_down');
    // ten seconds by now, from the poll before
    clock.advance(5.2);
    expect(await errorOf()).toBe('authorization_pending');
  });

  it('hears that the person denied it', async () => {
    const device = await started();
    expect((await decided(device.user_code, 'deny')).text).toContain('Device refused');
    const answer = await poll(device);
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'access_denied' })]);
  });

  it('hears that its code has expired, allowed or not', async () => {
    const waiting = await started();
    const allowed = await started();
    await decided(allowed.user_code, 'allow');
    clock.advance(601);
    for (const device of [waiting, allowed]) {
      const answer = await poll(device);
      expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'expired_token' })]);
    }
  });

  it('gets nothing for a person who was disabled meanwhile', async () => {
    const gone = await addUser(server);
    const device = await started();
    await decided(device.user_code, 'allow', gone);
    await server.database.query('UPDATE users SET disabled_at = now(), epoch = epoch + 1 WHERE id = $1', [gone.id]);
    expect((await poll(device)).json).toMatchObject({ error: 'invalid_grant' });
  });

  it('gets nothing for a person who was signed out everywhere meanwhile', async () => {
    const gone = await addUser(server);
    const device = await started();
    await decided(device.user_code, 'allow', gone);
    await server.database.query('UPDATE users SET epoch = epoch + 1 WHERE id = $1', [gone.id]);
    expect((await poll(device)).json).toMatchObject({ error: 'invalid_grant' });
  });

  // RFC 8628 §3.5: a device goes on polling after a failure that may be over soon
  it('gets its tokens after an answer of 503, once', async () => {
    const device = await started();
    await decided(device.user_code, 'allow');
    await server.database.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'no connection is left' USING ERRCODE = '53300';
    END $$`);
    await server.database.query('CREATE TRIGGER failing BEFORE INSERT ON sign_ins EXECUTE FUNCTION fail()');
    const failed = await poll(device);
    await server.database.query('DROP TRIGGER failing ON sign_ins');
    expect(failed.status).toBe(503);
    const answers = await Promise.all(Array.from({ length: 8 }, () => poll(device)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 400)]);
  });

  it('with the code of another application gets nothing, and does the other no harm', async () => {
    const other = await addDevice();
    const device = await started();
    await decided(device.user_code, 'allow');
    expect((await poll(device, { client_id: other.clientId })).json).toMatchObject({ error: 'invalid_grant' });
    expect((await poll(device)).status).toBe(200);
  });

  it.each([
    ['made up', () => 'lkd_nonsense'],
    ['cut short', (code: string) => code.slice(0, -3)],
    ['extended', (code: string) => `${code}A`],
    ['of another kind', () => `lkr_${'A'.repeat(120)}`],
    ['of fifteen kilobytes', () => 'lkd_' + 'A'.repeat(15_000)],
  ])('with a code that is %s gets invalid_grant', async (_, damage) => {
    const { device_code } = await started();
    const answer = await poll({ device_code: damage(device_code) });
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
  });
});

describe('the device authorization endpoint refuses', () => {
  it('an application without the grant', async () => {
    const other = await addApplication(server.database, { type: 'public', secret: null });
    const answer = await ask({ client_id: other.clientId });
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'unauthorized_client' })]);
  });

  it('scopes that the application may not ask for', async () => {
    const answer = await ask({ scope: 'write:users' });
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'invalid_scope' })]);
  });

  it('unknown resources', async () => {
    const answer = await ask({ resource: 'https://nowhere.example/' });
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'invalid_target' })]);
  });

  it('an unknown client', async () => {
    const answer = await ask({ client_id: 'unknown' });
    expect([answer.status, answer.json]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
  });
});

describe('the page where codes are typed', () => {
  it('takes no form that another site sends', async () => {
    const device = await started();
    const browser = new Browser(server.baseUrl);
    const page = await browser.open('/device');
    const forged = await browser.submit(page, { user_code: device.user_code }, { 'sec-fetch-site': 'cross-site' });
    expect(forged.status).toBe(403);
    const without = await browser.post('/device', { user_code: device.user_code });
    expect(without.status).toBe(403);
    const wrong = await browser.post('/device', { user_code: device.user_code, csrf: 'AAAA' });
    expect(wrong.status).toBe(403);
  });

  it('takes no decision that another site sends', async () => {
    const device = await started();
    const browser = new Browser(server.baseUrl);
    const page = await atDecision(device.user_code, browser);
    const forged = await browser.submit(page, { decision: 'allow' }, { 'sec-fetch-site': 'cross-site' });
    expect(forged.status).toBe(403);
    expect((await poll(device)).json).toMatchObject({ error: 'authorization_pending' });
  });

  it('takes a decision once', async () => {
    const device = await started();
    const browser = new Browser(server.baseUrl);
    const page = await atDecision(device.user_code, browser);
    await browser.submit(page, { decision: 'deny' });
    const again = await browser.submit(page, { decision: 'allow' });
    expect(again.status).toBe(400);
    expect((await poll(device)).json).toMatchObject({ error: 'access_denied' });
  });

  it.each([
    ['allow', 'Device connected'],
    ['deny', 'Device refused'],
  ] as const)(
    'answers the same decision (%s) alike, sent twice, at once or after the device has heard',
    async (decision, title) => {
      const device = await started();
      const browser = new Browser(server.baseUrl);
      const page = await atDecision(device.user_code, browser);
      const answers = await Promise.all([1, 2, 3].map(() => browser.submit(page, { decision })));
      expect(answers.map(({ status, text }) => [status, text.includes(title)])).toEqual(answers.map(() => [200, true]));
      await poll(device);
      expect((await browser.submit(page, { decision })).text).toContain(title);
      const written = await server.database.query(
        `SELECT 1 FROM audit_events WHERE action = $1 AND target_id IN (SELECT id::text FROM device_codes WHERE user_code = $2)`,
        [`device.${decision}`, device.user_code.replace('-', '')],
      );
      expect(written).toHaveLength(1);
    },
  );

  it('says nothing of what another session decided', async () => {
    const device = await started();
    const [one, two] = [new Browser(server.baseUrl), new Browser(server.baseUrl)];
    const pages = [await atDecision(device.user_code, one), await atDecision(device.user_code, two)];
    expect((await one.submit(pages[0]!, { decision: 'allow' })).status).toBe(200);
    expect((await two.submit(pages[1]!, { decision: 'allow' })).status).toBe(400);
  });

  it('asks again after a wrong password', async () => {
    const device = await started();
    const browser = new Browser(server.baseUrl);
    const page = await browser.submit(await browser.open('/device'), { user_code: device.user_code });
    const again = await browser.submit(page, { username: person.email, password: 'wrong' });
    expect(again.status).toBe(401);
    expect(again.text).toContain('Incorrect email or password');
    expect((await browser.submit(again, { username: person.email, password: person.password })).text).toContain(
      'Television',
    );
  });

  it('shows the entered code as text', async () => {
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(`/device?user_code=${encodeURIComponent('"><script>')}`);
    expect(page.text).toContain('value="&#34;><script>"');
  });

  // an attacker would lock the page for all who share the reader's network, by pictures on any page that they read
  it('looks nothing up for a link, and counts no guess', async () => {
    const browser = new Browser(server.baseUrl);
    const crossSite = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
    for (let i = 0; i < 25; i++) {
      for (const path of ['/device/confirm?user_code=BBBB-BBBB', '/device?user_code=BBBB-BBBB']) {
        expect((await new Browser(server.baseUrl).open(path, crossSite)).status).toBe(200);
      }
    }
    const device = await started();
    const linked = await browser.open(`/device/confirm?user_code=${device.user_code}`);
    expect(linked.text).not.toContain('Television');
    expect(linked.forms[0]?.fields.user_code).toBe(device.user_code);
    const signIn = await browser.submit(linked);
    expect(signIn.text).toContain('Television');
    const asked = await browser.submit(signIn, { username: person.email, password: person.password });
    expect((await browser.submit(asked, { decision: 'allow' })).text).toContain('Device connected');
  });

  it('shows a device only in the browser where its code was typed', async () => {
    const device = await started();
    const browser = new Browser(server.baseUrl);
    const signIn = await browser.submit(await browser.open('/device'), { user_code: device.user_code });
    expect(signIn.url).toContain('/device/confirm?ticket=');
    const elsewhere = await new Browser(server.baseUrl).open(signIn.url);
    expect([elsewhere.status, elsewhere.text.includes('Television')]).toEqual([400, false]);
    const forged = await browser.open('/device/confirm?ticket=x');
    expect(forged.status).toBe(400);
  });

  it('looks up 20 of 60 wrong codes that one network types at once', async () => {
    const looked = jest.spyOn(partOf(server, DeviceCodes), 'waiting');
    const decision = partOf(server, DeviceDecision);
    const typed = Array.from({ length: 60 }, () => decision.find('BBBB-BBBB', originAt('198.51.100.60')));
    const reasons = (await Promise.allSettled(typed)).map((one) =>
      one.status === 'rejected' && one.reason instanceof Refusal ? one.reason.reason : one,
    );
    expect(looked).toHaveBeenCalledTimes(20);
    expect(reasons.filter((reason) => reason === 'invalid_request')).toHaveLength(20);
    expect(reasons.filter((reason) => reason === 'too_many_attempts')).toHaveLength(40);
  });

  it('does not count codes that are found', async () => {
    const browser = new Browser(server.baseUrl);
    const page = await browser.open('/device');
    const { user_code } = await started();
    for (let i = 0; i < 25; i++) expect((await browser.submit(page, { user_code })).status).toBe(200);
  });

  it('counts wrong codes, and makes who types too many of them wait', async () => {
    const browser = new Browser(server.baseUrl);
    const page = await browser.open('/device');
    let answer = await browser.submit(page, { user_code: 'BBBB-BBBB' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('No device waits under this code');
    for (let i = 0; i < 20 && answer.status === 400; i++) {
      answer = await browser.submit(page, { user_code: 'not a code' });
    }
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    const device = await started();
    expect((await browser.submit(page, { user_code: device.user_code })).status).toBe(429);
    clock.advance(601);
    expect((await browser.submit(page, { user_code: (await started()).user_code })).status).toBe(200);
  });
});
