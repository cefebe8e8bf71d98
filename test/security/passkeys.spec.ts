// What an attacker would gain: the account of a person, without the device that holds their passkey.
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Authenticator } from '../support/authenticator.js';
import { Browser, type Page } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { type Answer, basic, postForm, postJson } from '../support/http.js';
import { MailServer } from '../support/mail-server.js';
import { administrator, apiWith, newPerson, type Person, signedIn } from '../support/management.js';
import { type Options, optionsIn, presentPasskey, SoftwarePasskey } from '../support/passkey.js';
import { claimsOf, type IdTokenAnswer, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const clock = new TestClock();
let server: Latchkey;
let mail: MailServer;
let admin: Person;
let party: RelyingParty;
let origin: string;

beforeAll(async () => {
  mail = await MailServer.start();
  const settings = { SMTP_URL: mail.url, MAILS_PER_NETWORK: '1000', TRUST_PROXY: '127.0.0.1,::1' };
  server = await startLatchkey({ clock, host: 'localhost', settings });
  origin = server.settings.issuer;
  admin = await administrator(server);
  party = await RelyingParty.at(server, { firstParty: true });
});
afterAll(async () => {
  await server.stop();
  await mail.stop();
});

/** Refusals are folded, and failures counted, for each network: every test has one of its own. */
let home = '';
let networks = 0;
beforeEach(() => {
  home = `198.18.0.${String(++networks)}`;
});

interface Holder {
  person: Person;
  passkey: SoftwarePasskey;
  /** Of the resource. */
  id: string;
  recoveryCodes: string[];
}

async function holder(isSynced = false, role: 'admin' | 'member' = 'member'): Promise<Holder> {
  const person = await newPerson(server, admin, role);
  return { person, ...(await SoftwarePasskey.of(person.api, person.password, origin, isSynced)) };
}

/** A browser at the sign-in page of an authorization request. */
async function atSignIn(parameters: Record<string, string> = {}, from = home) {
  const browser = new Browser(server.baseUrl);
  const page = await browser.open(party.request(parameters), { 'x-forwarded-for': from });
  return { browser, page, options: optionsIn(page.text) };
}

function present(browser: Browser, page: Page, credential: object, from = home): Promise<Page> {
  return presentPasskey(browser, page, credential, { 'x-forwarded-for': from });
}

const codeIn = ({ leftFor }: Page) => leftFor?.searchParams.get('code') ?? undefined;
const refusedFor = async (person: Person, detail: string) => {
  await eventually(
    () => admin.api.get(`audit-events?outcome=refused&actor=${person.id}&limit=20`),
    ({ text }) => expect(text).toContain(detail),
  );
};

describe('a passkey at the sign-in page', () => {
  it('signs in without a password, and is told truly to the application', async () => {
    for (const isSynced of [false, true]) {
      const { passkey } = await holder(isSynced);
      const { browser, page, options } = await atSignIn({ scope: 'openid offline_access' });
      const done = await present(browser, page, passkey.get(options));
      const tokens = (await party.redeem(codeIn(done) ?? '')).json as Record<string, string>;
      const proved = isSynced
        ? { acr: 'phr', amr: ['swk', 'user', 'mfa'] }
        : { acr: 'phrh', amr: ['hwk', 'user', 'mfa'] };
      const credentials = basic(party.client.clientId, party.client.clientSecret);
      const { access_token = '', refresh_token = '', id_token = '' } = tokens;
      expect(claimsOf(id_token)).toMatchObject(proved);
      expect(claimsOf(access_token)).toMatchObject(proved);
      const told = await postForm(`${server.baseUrl}/oauth/introspect`, { token: access_token }, credentials);
      expect(told.json).toMatchObject({ active: true, ...proved });
      const form = { grant_type: 'refresh_token', refresh_token };
      const next = await postForm(`${server.baseUrl}/oauth/token`, form, credentials);
      expect(claimsOf((next.json as { id_token: string }).id_token)).toMatchObject(proved);
    }
  });

  it.each([
    ['of another origin', { origin: 'https://latchkey.example.net' }, 'origin'],
    ['for another server', { rpId: 'example.net' }, 'RP ID'],
    ['in a frame of another site', { crossOrigin: true }, 'frame of another site'],
    ['without asking for its owner', { isUnverified: true }, 'User verification'],
    ['without anyone present', { isAbsent: true }, 'not present'],
    ['with another key', { isForged: true }, 'signature'],
    ['with a counter that did not rise', { counter: 1 }, 'counter'],
    ['for a registration', { type: 'webauthn.create' }, 'type'],
    ['of a key that says it may be backed up after all', { isBackedUp: true }, 'backed up'],
    ['with the handle of another account', { userHandle: Buffer.alloc(16).toString('base64url') }, 'another account'],
  ])('is refused %s, counted and audited', async (_, lies, detail) => {
    const { person, passkey } = await holder();
    const first = await atSignIn();
    expect(codeIn(await present(first.browser, first.page, passkey.get(first.options)))).toBeDefined();
    const { browser, page, options } = await atSignIn();
    const refused = await present(browser, page, passkey.get(options, lies));
    expect([refused.status, refused.text]).toEqual([401, expect.stringContaining('was not accepted')]);
    expect(browser.cookies.has(server.cookies.session)).toBe(false);
    await refusedFor(person, detail);
    // the page is drawn again, with another challenge
    expect(codeIn(await present(browser, refused, passkey.get(optionsIn(refused.text))))).toBeDefined();
  });

  it('signs in on a node that is behind the one that asked for it, by as much as nodes may differ', async () => {
    const { passkey } = await holder();
    for (const [behind, isTaken] of [
      [1.9, true],
      [60, false],
    ] as const) {
      const { browser, page, options } = await atSignIn();
      clock.advance(-behind);
      const done = await present(browser, page, passkey.get(options));
      clock.advance(behind);
      expect([behind, codeIn(done) !== undefined]).toEqual([behind, isTaken]);
    }
  });

  it.each([false, true])('signs in once: replayed it is refused (synced: %s)', async (isSynced) => {
    const { person, passkey } = await holder(isSynced);
    const { browser, page, options } = await atSignIn();
    const credential = passkey.get(options);
    const answers = await Promise.all(Array.from({ length: 6 }, () => present(browser, page, credential)));
    expect(answers.filter((each) => codeIn(each) !== undefined)).toHaveLength(1);
    expect(codeIn(await present(browser, page, credential))).toBeUndefined();
    await refusedFor(person, isSynced ? 'answered before' : 'counter');
  });

  it('counts for the request, the browser and the minutes it was asked in alone', async () => {
    const { person, passkey } = await holder();
    const [one, two] = [await atSignIn(), await atSignIn()];
    expect(codeIn(await present(two.browser, two.page, passkey.get(one.options)))).toBeUndefined();
    await refusedFor(person, 'challenge');
    // another request of the same browser
    const other = await one.browser.open(party.request({ state: 'another', prompt: 'login' }));
    expect(codeIn(await present(one.browser, other, passkey.get(one.options)))).toBeUndefined();
    // the very form of the other browser
    const stolen = await present(two.browser, one.page, passkey.get(one.options));
    expect([codeIn(stolen), stolen.status]).toEqual([undefined, 403]);
    const late = passkey.get(two.options);
    clock.advance(601);
    expect(codeIn(await present(two.browser, two.page, late))).toBeUndefined();
  });

  it('that no account has, or has any more, is refused', async () => {
    const { person, passkey, id } = await holder();
    const unknown = new SoftwarePasskey(origin);
    const first = await atSignIn();
    expect((await present(first.browser, first.page, unknown.get(first.options))).status).toBe(401);
    const removal = { current_password: person.password, otp: undefined, passkey: await proofOf(person.api, passkey) };
    expect((await person.api.post(`users/me/passkeys/${id}/removal`, removal)).status).toBe(204);
    expect(await mail.next(person.email, 'A passkey was removed')).toBeDefined();
    const { browser, page, options } = await atSignIn();
    expect((await present(browser, page, passkey.get(options))).status).toBe(401);
    // the last factor is gone: the password alone signs in again
    expect((await login(person)).status).toBe(200);
  });

  it('that is refused leaves the user name that was typed', async () => {
    const { browser, page, options } = await atSignIn();
    const form = page.forms.find(({ fields }) => 'passkey' in fields);
    const passkey = JSON.stringify(new SoftwarePasskey(origin).get(options));
    const refused = await browser.post('/interaction/passkey', { ...form?.fields, passkey, username: 'ada' });
    expect([refused.status, refused.forms[0]?.fields.username]).toEqual([401, 'ada']);
  });

  it('of a disabled account is refused in the same words, and from outside the whitelist', async () => {
    const disabled = await holder();
    await admin.api.patch(`users/${disabled.person.id}`, { disabled: true });
    const one = await atSignIn();
    const refused = await present(one.browser, one.page, disabled.passkey.get(one.options));
    expect([refused.status, refused.text]).toEqual([401, expect.stringContaining('was not accepted')]);
    const elsewhere = await holder();
    await admin.api.post(`users/${elsewhere.person.id}/ip-whitelist`, { cidr: '203.0.113.0/24' });
    const two = await atSignIn();
    expect((await present(two.browser, two.page, elsewhere.passkey.get(two.options))).status).toBe(403);
    const three = await atSignIn({}, '203.0.113.9');
    expect(
      codeIn(await present(three.browser, three.page, elsewhere.passkey.get(three.options), '203.0.113.9')),
    ).toBeDefined();
  });

  it('is counted with the passwords: ten wrong ones lock both out', async () => {
    const from = '198.18.44.1';
    const { person, passkey } = await holder();
    const { browser, page: first } = await atSignIn({}, from);
    let page = first;
    for (let guess = 0; guess < 10; guess++) {
      page = await present(browser, page, passkey.get(optionsIn(page.text), { isForged: true }), from);
      expect(page.status).toBe(401);
    }
    const refused = await present(browser, page, passkey.get(optionsIn(page.text)), from);
    expect(refused.status).toBe(429);
    expect((await login(person, { 'x-forwarded-for': from })).status).toBe(429);
  });

  it('costs no row before its signature holds', async () => {
    const count = async () => (await server.database.query('SELECT count(*) FROM used_assertions'))[0];
    const before = await count();
    for (let i = 0; i < 5; i++) {
      const { browser, page, options } = await atSignIn();
      await present(browser, page, new SoftwarePasskey(origin).get(options));
      await present(browser, page, { id: 'not', rawId: 'one' });
      await browser.post('/interaction/passkey', { ...page.forms[1]?.fields, passkey: '{' });
    }
    expect(await count()).toEqual(before);
  });

  it('meets what an application asks for', async () => {
    const { passkey } = await holder();
    const essential = (value: string) => ({
      claims: JSON.stringify({ id_token: { acr: { essential: true, value } } }),
    });
    const two = 'urn:latchkey:acr:two-factor';
    for (const [asked, acr] of [
      [essential('phr'), 'phr'],
      [essential('phrh'), 'phrh'],
      [essential(two), two],
      [{ acr_values: 'phr' }, 'phr'],
      [{ acr_values: two }, two],
      [{ acr_values: `phr ${two} urn:example:acr` }, 'phr'],
      [{ claims: JSON.stringify({ id_token: { acr: { values: [two] } } }) }, two],
      [{ ...essential(two), acr_values: 'phr' }, two],
      [{ acr_values: 'urn:example:acr' }, 'phrh'],
      [{}, 'phrh'],
    ] as const) {
      const scope = 'openid offline_access';
      const { browser, page, options } = await atSignIn({ scope, ...asked });
      const code = codeIn(await present(browser, page, passkey.get(options))) ?? '';
      const { id_token, access_token, refresh_token = '' } = (await party.redeem(code)).json as IdTokenAnswer;
      const again = await party.token({ grant_type: 'refresh_token', refresh_token });
      const refreshed = again.json as IdTokenAnswer;
      const tokens = [id_token, access_token, refreshed.id_token, refreshed.access_token].map(claimsOf);
      const told = [...tokens, await introspected(access_token), await introspected(refreshed.refresh_token)];
      expect(told).toEqual(told.map(() => expect.objectContaining({ acr, amr: ['hwk', 'user', 'mfa'] })));
      // and the session reaches it from now on
      expect(codeIn(await browser.open(party.request({ ...asked, prompt: 'none' })))).toBeDefined();
    }
    const metadata = await apiWith(server, {}).get('/.well-known/openid-configuration');
    expect(metadata.json).toMatchObject({ acr_values_supported: expect.arrayContaining(['phr', 'phrh']) });
  });

  it('that is synced is asked for once where an application would rather have a device-bound one', async () => {
    const { person, passkey, recoveryCodes } = await holder(true);
    const asked = { acr_values: 'phrh' };
    const { browser, page, options } = await atSignIn(asked);
    const acrIn = async (answer: Page) => {
      const { id_token } = (await party.redeem(codeIn(answer) ?? '')).json as { id_token: string };
      return claimsOf(id_token).acr;
    };
    expect(await acrIn(await present(browser, page, passkey.get(options)))).toBe('phr');
    expect(await acrIn(await browser.open(party.request(asked)))).toBe('phr');
    // who has both may have taken the other
    const { api, password } = person;
    const { passkey: bound } = await SoftwarePasskey.of(api, password, origin, false, recoveryCodes[0]);
    const again = await browser.open(party.request(asked));
    expect(again.url).toContain('/interaction/sign-in');
    expect(await acrIn(await present(browser, again, bound.get(optionsIn(again.text))))).toBe('phrh');
    expect(await acrIn(await browser.open(party.request(asked)))).toBe('phrh');
  });
});

async function introspected(token = ''): Promise<unknown> {
  const { clientId, clientSecret } = party.client;
  return (await postForm(`${server.baseUrl}/oauth/introspect`, { token }, basic(clientId, clientSecret))).json;
}

function login({ email, password }: Person, headers: Record<string, string> = {}, otp?: string): Promise<Answer> {
  const form = { username: email, password, ...(otp !== undefined && { otp }) };
  return postForm(`${server.baseUrl}/api/v1/auth/password`, form, headers);
}

/** A fresh proof of the person who is signed in to `api`. */
async function proofOf(api: Person['api'], passkey: SoftwarePasskey, lies = {}): Promise<object> {
  const asked = (await api.post('users/me/passkeys/proof', {})).json as { options: Options };
  return passkey.get(asked.options, lies);
}

it('a passkey ends the row of wrong codes after which no code of the authenticator app is taken', async () => {
  const { person, passkey } = await holder();
  const begun = await person.api.post('users/me/authenticator', { passkey: await proofOf(person.api, passkey) });
  const { ticket, secret } = begun.json as { ticket: string; secret: string };
  const phone = Authenticator.from(secret, clock);
  expect((await person.api.put('users/me/authenticator', { ticket, code: phone.code() })).status).toBe(200);
  await server.database.query('UPDATE authenticators SET wrong_codes = 100 WHERE user_id = $1', [person.id]);
  const withCode = () => {
    clock.advance(30);
    return login(person, {}, phone.code());
  };
  expect((await withCode()).status).toBe(401);
  const { browser, page, options } = await atSignIn();
  expect((await present(browser, page, passkey.get(options, { isForged: true }))).status).toBe(401);
  expect((await withCode()).status).toBe(401);
  const again = await atSignIn();
  expect(codeIn(await present(again.browser, again.page, passkey.get(again.options)))).toBeDefined();
  expect((await withCode()).status).toBe(200);
});

describe('a passkey as the second factor', () => {
  async function halfWay({ person }: Pick<Holder, 'person'>) {
    const { browser, page } = await atSignIn();
    const second = await browser.submit(page, { username: person.email, password: person.password });
    expect(second.url).toContain('/interaction/second-factor');
    return { browser, second };
  }

  it('is asked for after the password, which alone signs in nowhere', async () => {
    const { person, passkey, recoveryCodes } = await holder();
    const refused = await login(person);
    expect([refused.status, refused.json]).toEqual([
      401,
      expect.objectContaining({ code: 'mfa_required', detail: expect.stringMatching(/authenticator app.*API key/) }),
    ]);
    expect((await login(person, {}, recoveryCodes[0])).status).toBe(200);
    const { browser, second } = await halfWay({ person });
    const done = await present(browser, second, passkey.get(optionsIn(second.text)));
    const { id_token } = (await party.redeem(codeIn(done) ?? '')).json as { id_token: string };
    expect(claimsOf(id_token)).toMatchObject({ acr: 'phrh', amr: ['pwd', 'hwk', 'user', 'mfa'] });
  });

  it('of another account is refused, and so is one of another request', async () => {
    const [ada, eve] = [await holder(), await holder()];
    const { browser, second } = await halfWay(ada);
    const refused = await present(browser, second, eve.passkey.get(optionsIn(second.text)));
    expect([refused.status, codeIn(refused)]).toEqual([401, undefined]);
    await refusedFor(ada.person, 'a passkey of another account');
    const elsewhere = await halfWay(ada);
    const stray = await present(browser, refused, ada.passkey.get(optionsIn(elsewhere.second.text)));
    expect([stray.status, codeIn(stray)]).toEqual([401, undefined]);
    expect(codeIn(await present(browser, stray, ada.passkey.get(optionsIn(stray.text))))).toBeDefined();
  });

  it('is spoken of without an authenticator app, after a wrong recovery code too', async () => {
    const ada = await holder();
    const { browser, second } = await halfWay(ada);
    const recover = (page: Page, otp: string) =>
      browser.post('/interaction/second-factor', { ...page.forms.at(-1)?.fields, otp });
    let page = second;
    for (const wrong of ['abcde-fghij-kmnpq-rstuv', '000000']) {
      page = await recover(page, wrong);
      expect([page.status, page.text]).toEqual([401, expect.stringContaining('This recovery code is wrong')]);
      expect(page.text).toMatch(/<details open.*<input id="recovery"[^>]* aria-describedby="problem"/s);
      expect(page.text).not.toMatch(/your app|authenticator/);
    }
    expect(codeIn(await recover(page, ada.recoveryCodes[0] ?? ''))).toBeDefined();
  });

  it('leaves the recovery codes, and says so, where the server has another address without passkeys', async () => {
    const ada = await holder();
    const other = await startLatchkey({ clock, database: server.database });
    const browser = new Browser(other.baseUrl);
    const first = await browser.open(party.request());
    const second = await browser.submit(first, { username: ada.person.email, password: ada.person.password });
    expect(second.text).toContain('Passkeys are off on this server. Use a recovery code.');
    expect(codeIn(await browser.submit(second, { otp: ada.recoveryCodes[0] ?? '' }))).toBeDefined();
    await other.stop();
  });

  it('does not complete the sign-in of an account that has changed since', async () => {
    const ada = await holder();
    const { browser, second } = await halfWay(ada);
    await admin.api.patch(`users/${ada.person.id}`, { password: 'another password of theirs' });
    const refused = await present(browser, second, ada.passkey.get(optionsIn(second.text)));
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('does not wait')]);
  });

  it('stands beside the authenticator app: either does, and one goes without the other', async () => {
    const { person, passkey, id } = await holder();
    const begun = await person.api.post('users/me/authenticator', { passkey: await proofOf(person.api, passkey) });
    const { ticket, secret } = begun.json as { ticket: string; secret: string };
    const phone = Authenticator.from(secret, clock);
    const finished = await person.api.put('users/me/authenticator', { ticket, code: phone.code() });
    expect(finished.status).toBe(200);
    clock.advance(60);
    expect((await login(person, {}, phone.code())).status).toBe(200);
    const again = await halfWay({ person });
    expect(codeIn(await present(again.browser, again.second, passkey.get(optionsIn(again.second.text))))).toBeDefined();
    clock.advance(60);
    const proof = { current_password: person.password, otp: phone.code() };
    expect((await person.api.post(`users/me/passkeys/${id}/removal`, proof)).status).toBe(204);
    expect((await login(person)).status).toBe(401);
    clock.advance(60);
    expect((await login(person, {}, phone.code())).status).toBe(200);
  });
});

describe('a passkey at the console', () => {
  const challenge = async (browser: Browser) => {
    const cookie = cookieOf(browser);
    const answer = await postJson(`${server.baseUrl}/v1/session/passkey/challenge`, {}, { cookie });
    const [set = ''] = answer.headers['set-cookie'] ?? [];
    const pair = set.split(';')[0] ?? '';
    if (pair !== '') browser.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    return (answer.json as { options: Options }).options;
  };
  const cookieOf = (browser: Browser) => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const signIn = (browser: Browser, credential: object, step = '', headers = {}) =>
    postJson(
      `${server.baseUrl}/v1/session/passkey${step}`,
      { passkey: JSON.stringify(credential) },
      { cookie: cookieOf(browser), ...headers },
    );

  it('signs in, for the browser that asked, from pages of this server', async () => {
    const { person, passkey } = await holder();
    const [own, thief] = [new Browser(server.baseUrl), new Browser(server.baseUrl)];
    const options = await challenge(own);
    await challenge(thief);
    expect((await signIn(thief, passkey.get(options))).status).toBe(401);
    const bare = await signIn(new Browser(server.baseUrl), passkey.get(options));
    expect([bare.status, bare.text]).toEqual([403, expect.stringContaining('This site needs cookies')]);
    expect((await signIn(own, passkey.get(options), '', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const done = await signIn(own, passkey.get(options));
    expect(done.status).toBe(200);
    const [cookie = ''] = done.headers['set-cookie'] ?? [];
    const me = await apiWith(server, { cookie: cookie.split(';')[0] ?? '' }).get('users/me');
    expect(me.json).toMatchObject({ email: person.email });
  });

  it('completes a right password of its own account alone', async () => {
    const [ada, eve] = [await holder(), await holder()];
    const { email, password } = ada.person;
    const browser = new Browser(server.baseUrl);
    const asked = async () => challenge(browser);
    const second = async (passkey: typeof ada.passkey) =>
      (await signIn(browser, passkey.get(await asked()), '/second-factor')).status;
    expect(await second(ada.passkey)).toBe(400);
    const own = { 'sec-fetch-site': 'same-origin' };
    const half = await postJson(`${server.baseUrl}/v1/session/login`, { email, password }, own);
    const [set = ''] = half.headers['set-cookie'] ?? [];
    browser.cookies.set(server.cookies.half, set.slice(set.indexOf('=') + 1).split(';')[0] ?? '');
    expect(await second(eve.passkey)).toBe(401);
    expect(await second(ada.passkey)).toBe(200);
  });
});

describe('registering a passkey', () => {
  const begin = (api: Person['api'], body: object) => api.post('users/me/passkeys/registration', body);
  const optionsOf = (answer: Answer) => (answer.json as { options: Options }).options;
  const finish = (api: Person['api'], passkey: object) => api.post('users/me/passkeys', { name: 'Laptop', passkey });

  it('needs a fresh proof, and a credential with everything of the account', async () => {
    const { person, passkey } = await holder();
    for (const body of [{}, { current_password: person.password }, { current_password: 'a wrong one' }]) {
      expect((await begin(person.api, body)).status).toBe(400);
    }
    const forged = await proofOf(person.api, passkey, { isForged: true });
    expect((await begin(person.api, { passkey: forged })).status).toBe(400);
    const stolen = await sessionBy(passkey);
    const ofAnother = await proofOf(stolen, passkey);
    expect((await begin(person.api, { passkey: ofAnother })).status).toBe(400);
    const proof = await proofOf(person.api, passkey);
    expect((await begin(person.api, { passkey: proof })).status).toBe(200);
    expect((await begin(person.api, { passkey: proof })).status).toBe(400);
    const made = await person.api.post('api-keys', { name: 'narrow', scopes: ['write:account', 'read:account'] });
    const narrow = apiWith(server, { 'x-api-key': (made.json as { key: string }).key });
    expect((await begin(narrow, { current_password: person.password })).status).toBe(403);
  });

  it('is one of at most twenty of an account', async () => {
    const person = await newPerson(server, admin);
    await server.database.query(
      `INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, device_bound, backed_up, aaguid, name, created_at)
       SELECT gen_random_uuid(), $1, uuid_send(gen_random_uuid()), '', 0, true, false, gen_random_uuid(), 'A key', now()
         FROM generate_series(1, 20)`,
      [person.id],
    );
    const refused = await begin(person.api, { current_password: person.password });
    expect([refused.status, refused.json]).toEqual([
      409,
      expect.objectContaining({ detail: expect.stringContaining('an account has at most 20') }),
    ]);
  });

  async function sessionBy(passkey: SoftwarePasskey): Promise<Person['api']> {
    const { browser, page, options } = await atSignIn();
    await present(browser, page, passkey.get(options));
    return apiWith(server, { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
  }

  it('is finished only by the session that began it, in time, once, for the account as it was', async () => {
    const person = await newPerson(server, admin);
    const body = { current_password: person.password };
    const first = new SoftwarePasskey(origin);
    const created = first.create(optionsOf(await begin(person.api, body)));
    const thief = await signedIn(server, person.email, person.password);
    expect((await finish(thief.api, created)).status).toBe(400);
    expect((await finish((await newPerson(server, admin)).api, created)).status).toBe(400);
    const stale = new SoftwarePasskey(origin).create(optionsOf(await begin(person.api, body)));
    const late = new SoftwarePasskey(origin).create(optionsOf(await begin(person.api, body)));
    expect((await finish(person.api, created)).status).toBe(201);
    expect((await finish(person.api, created)).status).toBe(400);
    // begun before the account had a second factor
    expect((await finish(person.api, stale)).status).toBe(400);
    clock.advance(601);
    expect((await finish(person.api, late)).status).toBe(400);
    expect(await mail.next(person.email, 'A passkey was added')).toBeDefined();
    const events = await admin.api.get(`audit-events?target=${person.id}&action=user.passkey-add`);
    expect((events.json as { data: unknown[] }).data).toHaveLength(1);
  });

  it.each([
    ['from another origin', { origin: 'https://latchkey.example.net' }],
    ['for another server', { rpId: 'example.net' }],
    ['without asking for its owner', { isUnverified: true }],
    ['in a frame of another site', { crossOrigin: true }],
    ['that answers a sign-in', { type: 'webauthn.get' }],
  ])('is refused %s', async (_, lies) => {
    const person = await newPerson(server, admin);
    const options = optionsOf(await begin(person.api, { current_password: person.password }));
    expect((await finish(person.api, new SoftwarePasskey(origin).create(options, lies))).status).toBe(400);
    expect((await login(person)).status).toBe(200);
  });

  it.each(['packed', 'tpm', 'apple', 'android-key', 'android-safetynet', 'fido-u2f', 'unheard-of'])(
    'drops a %s attestation unread, and fetches nothing for it',
    async (attestation) => {
      const fetched = jest.spyOn(globalThis, 'fetch');
      const person = await newPerson(server, admin);
      const options = optionsOf(await begin(person.api, { current_password: person.password }));
      const passkey = new SoftwarePasskey(origin);
      expect((await finish(person.api, passkey.create(options, { attestation }))).status).toBe(201);
      expect(fetched).not.toHaveBeenCalled();
      fetched.mockRestore();
      const { browser, page, options: asked } = await atSignIn();
      expect((await present(browser, page, passkey.get(asked))).leftFor).toBeDefined();
    },
  );

  it('takes no passkey that some account has, and a bounded number', async () => {
    const [ada, eve] = [await holder(), await newPerson(server, admin)];
    const options = optionsOf(await begin(eve.api, { current_password: eve.password }));
    const { user: _, ...asIfNew } = options;
    expect((await finish(eve.api, ada.passkey.create(asIfNew))).status).toBe(409);
    let latest = ada.passkey;
    for (let i = 1; i < 20; i++) {
      const next = new SoftwarePasskey(origin);
      const begun = await begin(ada.person.api, { passkey: await proofOf(ada.person.api, latest) });
      expect((await finish(ada.person.api, next.create(optionsOf(begun)))).status).toBe(201);
      latest = next;
    }
    expect((await begin(ada.person.api, { passkey: await proofOf(ada.person.api, latest) })).status).toBe(409);
  });
});

describe('the passkeys of an account', () => {
  it('are named by their owner, removed with a fresh proof, and nothing of others', async () => {
    const [ada, eve] = [await holder(), await holder()];
    const path = `users/me/passkeys/${ada.id}`;
    expect((await ada.person.api.patch(path, { name: 'Phone' })).status).toBe(204);
    expect((await eve.person.api.patch(path, { name: 'Mine' })).status).toBe(404);
    const { passkeys } = (await ada.person.api.get('users/me/factors')).json as { passkeys: { name: string }[] };
    expect(passkeys.map(({ name }) => name)).toEqual(['Phone']);
    expect((await ada.person.api.post(`${path}/removal`, { current_password: ada.person.password })).status).toBe(400);
    const proof = { passkey: await proofOf(eve.person.api, eve.passkey) };
    expect((await eve.person.api.post(`${path}/removal`, proof)).status).toBe(404);
  });

  it('are seen and reset by an administrator, who proves a factor of their own by a passkey', async () => {
    const [person, boss] = [await holder(), await holder(false, 'admin')];
    const { browser, page, options } = await atSignIn();
    await present(browser, page, boss.passkey.get(options));
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const api = apiWith(server, { cookie });
    const path = `users/${person.person.id}/factors`;
    expect((await api.get(path)).json).toMatchObject({ passkeys: [{ id: person.id, name: 'Laptop' }] });
    clock.advance(601);
    expect((await api.delete(path)).status).toBe(401);
    expect((await api.post('users/me/step-up', { passkey: await proofOf(api, person.passkey) })).status).toBe(400);
    expect((await api.post('users/me/step-up', { passkey: await proofOf(api, boss.passkey) })).status).toBe(200);
    expect((await api.delete(path)).status).toBe(204);
    expect(await mail.next(person.person.email, 'Your second factor was reset')).toBeDefined();
    const attempt = await atSignIn();
    expect((await present(attempt.browser, attempt.page, person.passkey.get(attempt.options))).status).toBe(401);
    expect((await login(person.person)).status).toBe(200);
  });
});

describe('a passkey in place of the present password', () => {
  it('changes the address and the password, once, for its own account and session', async () => {
    const [ada, eve] = [await holder(), await holder()];
    const { person, passkey } = ada;
    const change = (api: Person['api'], proof: object) =>
      api.patch('users/me', { email: 'moved@example.com', ...proof });
    expect((await change(person.api, {})).text).toContain('is required, or a passkey');
    for (const wrong of [
      await proofOf(person.api, eve.passkey),
      await proofOf(eve.person.api, passkey),
      await proofOf(person.api, passkey, { isForged: true }),
    ]) {
      const refused = await change(person.api, { passkey: wrong });
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('passkey')]);
    }
    const proof = await proofOf(person.api, passkey);
    expect((await change(person.api, { passkey: proof })).json).toMatchObject({ pending_email: 'moved@example.com' });
    const replayed = await person.api.put('users/me/password', {
      new_password: 'another long password',
      passkey: proof,
    });
    expect(replayed.status).toBe(400);
    const fresh = await proofOf(person.api, passkey);
    const done = await person.api.put('users/me/password', { new_password: 'another long password', passkey: fresh });
    expect(done.status).toBe(200);
    const half = await login({ ...person, password: 'another long password' });
    expect([half.status, half.text]).toEqual([401, expect.stringContaining('passkey')]);
    expect((await person.api.put('users/me/password', { new_password: 'yet another password' })).status).toBe(400);
  });

  it('sets no password again that an administrator wants changed', async () => {
    const { person, passkey } = await holder();
    await admin.api.patch(`users/${person.id}`, { password_change_required: true });
    const set = async (password: string) =>
      person.api.put('users/me/password', { new_password: password, passkey: await proofOf(person.api, passkey) });
    expect((await set(person.password)).text).toContain('must be another one than before');
    expect((await set('another long password')).status).toBe(200);
  });
});

it('is off where the issuer is an IP address, and says so', async () => {
  const plain = await startLatchkey({ database: server.database, clock });
  const person = await signedIn(plain, admin.email, admin.password);
  const refused = await person.api.post('users/me/passkeys/registration', { current_password: admin.password });
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('127.0.0.1')]);
  expect((await person.api.get('users/me/factors')).json).toMatchObject({
    passkeys_off: expect.stringContaining('IP address'),
  });
  const page = await new Browser(plain.baseUrl).open(RelyingParty.of(plain, party.client, party.redirectUri).request());
  expect([page.status, page.text]).toEqual([200, expect.not.stringContaining('passkey')]);
  await plain.stop();
});
