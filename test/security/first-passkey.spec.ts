// What an attacker would gain: an account that must have a second factor, by a passkey that is set up in its sign-in.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator } from '../support/authenticator.js';
import { Browser, buttonLinkOn, type Page } from '../support/browser.js';
import { type Answer, postForm, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { type Options, optionsIn, presentPasskey, SoftwarePasskey } from '../support/passkey.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const CALLBACK = 'https://vault.example.com/callback';
const CODES = /(?:[a-z2-9]{5}-){3}[a-z2-9]{5}/g;

const clock = new TestClock();
let server: Latchkey;
let admin: Person;
let party: RelyingParty;
let origin: string;

beforeAll(async () => {
  server = await startLatchkey({ clock, host: 'localhost', settings: { SECOND_FACTOR_MEMBERS: 'required' } });
  origin = server.settings.issuer;
  admin = await administrator(server);
  const settings = { first_party: true, scopes: ['openid'], redirect_uris: [CALLBACK] };
  const made = await admin.api.post('applications', { name: 'Vault', ...settings });
  const { id, client_id: clientId, client_secret: clientSecret } = made.json as Record<string, string>;
  party = RelyingParty.of(server, { id: id!, clientId: clientId!, clientSecret: clientSecret! }, CALLBACK);
});
afterAll(() => server.stop());

async function member(): Promise<{ id: string; email: string; password: string }> {
  const person = { email: `member${String(++members)}@example.com`, password: `the password of ${String(members)}` };
  const { id } = (await admin.api.post('users', person)).json as { id: string };
  return { ...person, id };
}
let members = 0;

/** A browser that has shown the password, at the page that sets a second factor up. */
async function atSetUp({ email, password }: { email: string; password: string }) {
  const browser = new Browser(server.baseUrl);
  const signIn = await browser.open(party.request({ scope: 'openid' }));
  const form = signIn.forms.find(({ fields }) => 'password' in fields);
  const entries = { ...form?.fields, username: email, password };
  const page = await browser.post('/interaction/sign-in', entries);
  expect(page.url).toContain('/interaction/set-up');
  return { browser, page, passkey: new SoftwarePasskey(origin), options: optionsIn(page.text) };
}

const hasSession = (browser: Browser) => browser.cookies.has(server.cookies.session);

describe('a passkey on the page that sets a second factor up', () => {
  it('completes the sign-in, with recovery codes, and is told truly to the application', async () => {
    for (const isSynced of [false, true]) {
      const person = await member();
      const { browser, page, options } = await atSetUp(person);
      const passkey = new SoftwarePasskey(origin, isSynced);
      expect(hasSession(browser)).toBe(false);
      const shown = await presentPasskey(browser, page, passkey.create(options));
      expect(shown.text.match(CODES)).toHaveLength(10);
      const done = await browser.open(buttonLinkOn(shown) ?? '');
      const tokens = await party.redeem(done.leftFor?.searchParams.get('code') ?? '');
      const proved = isSynced
        ? { acr: 'phr', amr: ['pwd', 'swk', 'user', 'mfa'] }
        : { acr: 'phrh', amr: ['pwd', 'hwk', 'user', 'mfa'] };
      expect(claimsOf((tokens.json as { id_token: string }).id_token)).toMatchObject(proved);
      // from now on the password alone signs in nowhere, and the passkey does
      const { email: username, password } = person;
      expect((await postForm(`${server.baseUrl}/api/v1/login/access-token`, { username, password })).status).toBe(401);
      const another = new Browser(server.baseUrl);
      const signIn = await another.open(party.request({ scope: 'openid' }));
      const again = await presentPasskey(another, signIn, passkey.get(optionsIn(signIn.text)));
      expect(again.leftFor?.searchParams.get('code')).toBeTruthy();
    }
  });

  it.each([
    ['from another origin', { origin: 'https://latchkey.example.net' }],
    ['for another server', { rpId: 'example.net' }],
    ['without asking for its owner', { isUnverified: true }],
    ['in a frame of another site', { crossOrigin: true }],
    ['that answers a sign-in', { type: 'webauthn.get' }],
  ])('is refused %s, and the page stands again with the same secret for an app', async (_, lies) => {
    const { browser, page, passkey, options } = await atSetUp(await member());
    const refused = await presentPasskey(browser, page, passkey.create(options, lies));
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('The passkey was not accepted')]);
    const secretIn = ({ text }: Page) => /<code class="secret">([^<]+)<\/code>/.exec(text)?.[1];
    expect([secretIn(page), secretIn(refused)]).toEqual([expect.any(String), secretIn(page)]);
    expect(hasSession(browser)).toBe(false);
  });

  it('is no other browser’s, no other account’s, and waits ten minutes', async () => {
    const [ada, eve] = [await atSetUp(await member()), await atSetUp(await member())];
    const made = ada.passkey.create(ada.options);
    expect((await presentPasskey(eve.browser, eve.page, made)).status).toBe(400);
    expect((await presentPasskey(eve.browser, ada.page, made)).status).toBe(403);
    expect(hasSession(eve.browser)).toBe(false);
    clock.advance(601);
    expect((await presentPasskey(ada.browser, ada.page, made)).text).toContain('does not wait');
    expect(hasSession(ada.browser)).toBe(false);
  });

  it('is over after another password, and once the account has got a factor', async () => {
    const person = await member();
    const [first, second] = [await atSetUp(person), await atSetUp(person)];
    expect((await presentPasskey(first.browser, first.page, first.passkey.create(first.options))).status).toBe(200);
    const late = await presentPasskey(second.browser, second.page, second.passkey.create(second.options));
    expect([late.status, late.text]).toEqual([400, expect.stringContaining('does not wait')]);

    const another = await member();
    const waiting = await atSetUp(another);
    await admin.api.patch(`users/${another.id}`, { password: 'another password of theirs' });
    const made = waiting.passkey.create(waiting.options);
    expect((await presentPasskey(waiting.browser, waiting.page, made)).status).toBe(400);
    expect([hasSession(second.browser), hasSession(waiting.browser)]).toEqual([false, false]);
  });

  it('is finished from no address that the account’s list does not let in', async () => {
    const person = await member();
    const { browser, page, passkey, options } = await atSetUp(person);
    await admin.api.post(`users/${person.id}/ip-whitelist`, { cidr: '192.0.2.0/24', force: true });
    expect((await presentPasskey(browser, page, passkey.create(options))).status).toBe(403);
    expect(hasSession(browser)).toBe(false);
  });

  it('is not reached with the half of a sign-in that waits for a code', async () => {
    const known = await newPerson(await lenient(), admin);
    await Authenticator.of(known.api, known.password, clock);
    const browser = new Browser(server.baseUrl);
    const signIn = await browser.open(party.request({ scope: 'openid' }));
    const form = signIn.forms.find(({ fields }) => 'password' in fields);
    const sent = { ...form?.fields, username: known.email, password: known.password };
    const half = await browser.post('/interaction/sign-in', sent);
    expect(half.url).toContain('/interaction/second-factor');
    const { csrf = '', ticket = '' } = half.forms[0]?.fields ?? {};
    const passkey = JSON.stringify(new SoftwarePasskey(origin).create({ challenge: 'AAAA' }));
    const skipped = await browser.post('/interaction/set-up/passkey', { csrf, ticket, enrolment: 'x', passkey });
    expect(skipped.text).toContain('does not wait');
    expect(hasSession(browser)).toBe(false);
  });
});

/** A node of the same store that requires nothing. */
let node: Latchkey | undefined;
async function lenient(): Promise<Latchkey> {
  node ??= await startLatchkey({ clock, database: server.database, settings: { ISSUER: origin } });
  return node;
}
afterAll(() => node?.stop());

describe('a passkey in the console’s sign-in', () => {
  const own = { 'sec-fetch-site': 'same-origin' };
  const PATH = '/v1/session/passkey/registration';

  async function half({ email, password }: { email: string; password: string }): Promise<Record<string, string>> {
    const answer = await postJson(`${server.baseUrl}/v1/session/login`, { email, password }, own);
    const [cookie = ''] = cookiesOf(answer);
    expect(cookie).toContain(server.cookies.half);
    return { ...own, cookie };
  }

  const cookiesOf = ({ headers }: Answer) => (headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '');
  const begin = (headers: Record<string, string>) => apiWith(server, headers).post(PATH, {});
  const optionsOf = ({ json }: Answer) => (json as { options: Options }).options;
  const finish = (headers: Record<string, string>, passkey: object) =>
    apiWith(server, headers).put(PATH, { passkey: JSON.stringify(passkey) });

  it('completes it by the sealed cookie, with recovery codes', async () => {
    const person = await member();
    const headers = await half(person);
    const created = new SoftwarePasskey(origin).create(optionsOf(await begin(headers)));
    const done = await finish(headers, created);
    expect(done.json).toEqual({ recovery_codes: expect.arrayContaining([expect.stringMatching(CODES)]) });
    const session = cookiesOf(done).find((pair) => pair.startsWith(server.cookies.session)) ?? '';
    expect((await apiWith(server, { cookie: session }).get('users/me')).json).toMatchObject({ id: person.id });
    expect((await finish(headers, created)).status).toBe(400);
  });

  it('is worth nothing without the cookie, with another’s, from another site, and after ten minutes', async () => {
    const [ada, eve] = [await half(await member()), await half(await member())];
    const created = new SoftwarePasskey(origin).create(optionsOf(await begin(ada)));
    expect((await begin(own)).status).toBe(400);
    expect((await finish(own, created)).status).toBe(400);
    expect((await finish(eve, created)).status).toBe(400);
    expect((await finish({ ...ada, 'sec-fetch-site': 'cross-site' }, created)).status).toBe(403);
    clock.advance(601);
    expect((await finish(ada, created)).status).toBe(400);
  });
});
