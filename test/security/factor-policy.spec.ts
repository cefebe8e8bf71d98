// What an attacker would gain: an account that must have a second factor, by its password alone.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator, totpOf } from '../support/authenticator.js';
import { Browser, buttonLinkOn, type Page } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';
import { type Answer, basic, bearer, postForm, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person, refreshed, tokenPair } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const STEP = 30;
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

const clock = new TestClock();
/** Nothing is required of anyone. */
let server: Latchkey;
/** The same store, where a second factor is required of administrators. */
let strict: Latchkey;
let admin: Person;
let parties = 0;

beforeAll(async () => {
  server = await startLatchkey({ clock, settings: { TRUST_PROXY: '127.0.0.1' } });
  strict = await startLatchkey({
    clock,
    settings: { SECOND_FACTOR: 'off', SECOND_FACTOR_ADMINS: 'required', ISSUER: server.settings.issuer },
    database: server.database,
  });
  admin = await administrator(server);
});
afterAll(async () => {
  await strict.stop();
  await server.stop();
});

/** An application that requires a second factor, made by an administrator. */
async function requiring(settings: Record<string, unknown> = { second_factor: 'required' }): Promise<RelyingParty> {
  const redirect = `https://app${String(++parties)}.example.com/callback`;
  const made = await admin.api.post('applications', {
    name: 'Requiring',
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    grant_types: ['authorization_code', 'refresh_token', 'password'],
    redirect_uris: [redirect],
    first_party: true,
    ...settings,
  });
  if (made.status !== 201) throw new Error(made.text);
  const { id, client_id: clientId, client_secret: clientSecret } = made.json as Record<string, string>;
  return RelyingParty.of(server, { id: id!, clientId: clientId!, clientSecret: clientSecret! }, redirect);
}

interface SetUp {
  browser: Browser;
  page: Page;
}

/** A browser that has shown the password to an application that requires more. */
async function atSetUp(person: Person, party: RelyingParty, asked = {}): Promise<SetUp> {
  const browser = new Browser(server.baseUrl);
  const signIn = await browser.open(party.request(asked));
  const page = await browser.submit(signIn, { username: person.email, password: person.password });
  expect(page.url).toContain('/interaction/set-up');
  return { browser, page };
}

function secretIn({ text }: Page): string {
  return /<code class="secret">\s*([A-Z2-7]+)\s*<\/code>/.exec(text)?.[1] ?? '';
}

const codeOf = (page: Page) => totpOf(secretIn(page)).generate({ timestamp: clock.now().getTime() });

async function passwordGrant({ client }: RelyingParty, { email, password }: Person, otp = {}): Promise<Answer> {
  return postForm(
    `${server.baseUrl}/oauth/token`,
    { grant_type: 'password', username: email, password, ...otp },
    basic(client.clientId, client.clientSecret),
  );
}

describe('an application that requires a second factor', () => {
  let party: RelyingParty;
  beforeAll(async () => {
    party = await requiring();
  });

  it('has it set up in the sign-in, before there is any session, and gets what was proved', async () => {
    const person = await newPerson(server, admin);
    const { browser, page } = await atSetUp(person, party);
    expect([...browser.cookies.keys()]).not.toContain(server.cookies.session);
    const wrong = await browser.submit(page, { code: '000000' });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('is not the present code')]);
    expect(secretIn(wrong)).toBe(secretIn(page));
    expect([...browser.cookies.keys()]).not.toContain(server.cookies.session);
    const codes = await browser.submit(wrong, { code: codeOf(wrong) });
    expect(codes.text.match(/(?:[a-z2-9]{5}-){3}[a-z2-9]{5}/g)).toHaveLength(10);
    const done = await browser.open(buttonLinkOn(codes) ?? '');
    const tokens = (await party.redeem(done.leftFor?.searchParams.get('code') ?? '')).json as { id_token: string };
    expect(claimsOf(tokens.id_token)).toMatchObject({ acr: 'urn:latchkey:acr:two-factor', amr: ['pwd', 'otp', 'mfa'] });
    // from now on the password alone signs in nowhere
    const face = await postForm(`${server.baseUrl}/api/v1/login/access-token`, {
      username: person.email,
      password: person.password,
    });
    expect(face.status).toBe(401);
  });

  it('has the set-up finished that was begun last, where two tabs show one', async () => {
    const person = await newPerson(server, admin);
    const { browser, page } = await atSetUp(person, party);
    const later = await browser.open(page.url);
    expect(secretIn(later)).not.toBe(secretIn(page));
    for (const code of [codeOf(page), codeOf(later)]) {
      const refused = await browser.submit(page, { code });
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('begun again in another tab')]);
    }
    expect([...browser.cookies.keys()]).not.toContain(server.cookies.session);
    expect(buttonLinkOn(await browser.submit(later, { code: codeOf(later) }))).toBeDefined();
  });

  it('takes no older session, and none that asks for less by acr_values', async () => {
    const person = await newPerson(server, admin);
    const other = await RelyingParty.at(server, { firstParty: true });
    const browser = new Browser(server.baseUrl);
    await browser.walk(await browser.open(other.request()), person);
    for (const asked of [{}, { acr_values: 'urn:latchkey:acr:one-factor' }, { max_age: '1000000' }]) {
      expect((await browser.open(party.request(asked))).url).toContain('/interaction/sign-in');
    }
    const silent = await browser.open(party.request({ prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('error')).toBe('login_required');
    expect((await browser.open(other.request({ prompt: 'none' }))).leftFor?.searchParams.get('code')).toBeTruthy();
  });

  it('answers the password grant mfa_required where the password is right, with the way to set it up', async () => {
    const person = await newPerson(server, admin);
    const refused = await passwordGrant(party, person);
    expect([refused.status, refused.json]).toEqual([400, expect.objectContaining({ error: 'mfa_required' })]);
    expect(refused.text).toContain('sign in once with a browser');
    expect((await passwordGrant(party, person, { otp: '123456' })).json).toMatchObject({ error: 'mfa_required' });
    const wrong = await passwordGrant(party, { ...person, password: 'not the password of theirs' });
    expect(wrong.json).toMatchObject({ error: 'invalid_grant' });
    expect(wrong.text).not.toMatch(/factor|browser/);
  });

  it('lets an account that has one in, by its code', async () => {
    const person = await newPerson(server, admin);
    const phone = await Authenticator.of(person.api, person.password, clock);
    clock.advance(STEP);
    expect((await passwordGrant(party, person, { otp: phone.code() })).status).toBe(200);
  });

  it('keeps what was signed in before the policy until it ends', async () => {
    const person = await newPerson(server, admin);
    const later = await requiring({});
    const tokens = (await passwordGrant(later, person)).json as { refresh_token: string };
    await admin.api.patch(`applications/${later.client.id}`, { second_factor: 'required' });
    expect((await passwordGrant(later, person)).json).toMatchObject({ error: 'mfa_required' });
    const again = await later.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
    const { access_token: token } = again.json as { access_token: string };
    expect(claimsOf(token)).not.toHaveProperty('acr');
  });

  it('that a device runs is allowed by no session of one factor', async () => {
    const row = { grantTypes: [DEVICE_CODE], scopes: ['openid'], type: 'public', secret: null } as const;
    const client = await addApplication(server.database, { ...row, grantTypes: [DEVICE_CODE], scopes: ['openid'] });
    await server.database.query(`UPDATE applications SET second_factor = 'required' WHERE id = $1`, [client.id]);
    const person = await newPerson(server, admin);
    const other = await RelyingParty.at(server, { firstParty: true });
    const browser = new Browser(server.baseUrl);
    await browser.walk(await browser.open(other.request()), person);
    const begun = await postForm(`${server.baseUrl}/oauth/device_authorization`, { client_id: client.clientId });
    const { user_code: code } = begun.json as { user_code: string };
    const entered = await browser.submit(await browser.open('/device'), { user_code: code });
    expect(entered.text).toContain('name="password"');
    const page = await browser.submit(entered, { username: person.email, password: person.password });
    expect(page.url).toContain('/interaction/set-up');
    const codes = await browser.submit(page, { code: codeOf(page) });
    const decision = await browser.open(buttonLinkOn(codes) ?? '');
    expect(decision.text).toContain(code);
    expect(decision.forms[0]?.buttons).toContainEqual({ name: 'decision', value: 'allow' });
  });
});

describe('a page that sets a second factor up', () => {
  let party: RelyingParty;
  beforeAll(async () => {
    party = await requiring();
  });

  it('is no other browser’s, and waits ten minutes', async () => {
    const person = await newPerson(server, admin);
    const { browser, page } = await atSetUp(person, party);
    const thief = new Browser(server.baseUrl);
    await thief.open(party.request());
    const stolen = await thief.open(page.url.slice(server.baseUrl.length));
    expect([stolen.status, stolen.text]).toEqual([400, expect.stringContaining('another browser')]);
    clock.advance(601);
    const late = await browser.submit(page, { code: codeOf(page) });
    expect(late.text).toContain('does not wait');
    expect([...browser.cookies.keys()]).not.toContain(server.cookies.session);
  });

  it('replaces no factor that the account has got meanwhile, and nothing after another password', async () => {
    const person = await newPerson(server, admin);
    const { browser, page } = await atSetUp(person, party);
    await Authenticator.of(person.api, person.password, clock);
    const refused = await browser.submit(page, { code: codeOf(page) });
    expect(refused.status).toBe(400);
    expect([...browser.cookies.keys()]).not.toContain(server.cookies.session);

    const another = await newPerson(server, admin);
    const waiting = await atSetUp(another, party);
    await admin.api.patch(`users/${another.id}`, { password: 'another password of theirs' });
    expect((await waiting.browser.submit(waiting.page, { code: codeOf(waiting.page) })).status).toBe(400);
  });

  it('is not reached with the half of a sign-in that waits for a code, nor the other way round', async () => {
    const known = await newPerson(server, admin);
    await Authenticator.of(known.api, known.password, clock);
    const browser = new Browser(server.baseUrl);
    const half = await browser.submit(await browser.open(party.request()), {
      username: known.email,
      password: known.password,
    });
    expect(half.url).toContain('/interaction/second-factor');
    const ticket = half.forms[0]?.fields.ticket ?? '';
    expect((await browser.open(`/interaction/set-up?ticket=${ticket}`)).text).toContain('does not wait');

    const person = await newPerson(server, admin);
    const { browser: own, page } = await atSetUp(person, party);
    const halfTicket = page.forms[0]?.fields.ticket ?? '';
    expect((await own.open(`/interaction/second-factor?ticket=${halfTicket}`)).text).toContain('does not wait');
    const csrf = page.forms[0]?.fields.csrf ?? '';
    const skipped = await own.post('/interaction/second-factor', { csrf, ticket: halfTicket, otp: '123456' });
    expect(skipped.text).toContain('does not wait');
    expect([...own.cookies.keys()]).not.toContain(server.cookies.session);
  });

  it('is finished from no address that the account’s list does not let in', async () => {
    const person = await newPerson(server, admin);
    const { browser, page } = await atSetUp(person, party);
    await admin.api.post(`users/${person.id}/ip-whitelist`, { cidr: '192.0.2.0/24', force: true });
    const refused = await browser.submit(page, { code: codeOf(page) });
    expect(refused.status).toBe(403);
    expect([...browser.cookies.keys()]).not.toContain(server.cookies.session);
  });
});

describe('the strictest policy counts', () => {
  const faces: Record<string, (at: Latchkey, person: Person) => Promise<Answer>> = {
    '/api/v1/login/access-token': (at, { email, password }) =>
      postForm(`${at.baseUrl}/api/v1/login/access-token`, { username: email, password }),
    '/auth/login': (at, { email, password }) => postJson(`${at.baseUrl}/auth/login`, { username: email, password }),
    '/v1/auth/login': (at, { email, password }) => postJson(`${at.baseUrl}/v1/auth/login`, { email, password }),
    '/v1/session/login': (at, { email, password }) => postJson(`${at.baseUrl}/v1/session/login`, { email, password }),
    '/api/v1/auth/password': (at, { email, password }) =>
      postForm(`${at.baseUrl}/api/v1/auth/password`, { username: email, password }),
  };

  it.each(Object.keys(faces))(
    'of a role at %s: the one without gets the sentence, a wrong password does not',
    async (name) => {
      const boss = await newPerson(server, admin, 'admin');
      const member = await newPerson(server, admin);
      const face = faces[name]!;
      const refused = await face(strict, boss);
      expectOf(refused.text, refused.status).toBe(401);
      expect(refused.text).toContain('set it up there');
      expect(refused.headers['set-cookie']).toBeUndefined();
      const wrong = await face(strict, { ...boss, password: 'not the password of theirs' });
      expect([wrong.status, wrong.text]).toEqual([401, expect.not.stringContaining('set it up')]);
      expect((await face(strict, member)).status).toBe(200);
      expect((await face(server, boss)).status).toBe(200);
    },
  );

  it('of a role: an administrator’s older sign-in does no act before there is a factor', async () => {
    const boss = await newPerson(server, admin, 'admin');
    const api = apiWith(strict, bearer(boss.token));
    const refused = await api.post('users', {});
    expect([refused.status, refused.json]).toEqual([
      401,
      expect.objectContaining({ code: 'insufficient_user_authentication' }),
    ]);
    expect((await api.get('users/me')).status).toBe(200);
    const pair = await tokenPair(server, boss.email, boss.password);
    const { access_token: next } = (await refreshed(strict, pair.refresh_token)).json as { access_token: string };
    expect((await apiWith(strict, bearer(next)).post('users', {})).status).toBe(401);
  });

  it('of a brand, for every application that carries it, at once', async () => {
    const person = await newPerson(server, admin);
    const brand = (await admin.api.post('brands', { name: 'Careful' })).json as { id: string };
    const party = await requiring({ brand_id: brand.id, second_factor: 'off' });
    expect((await passwordGrant(party, person)).status).toBe(200);
    expect((await admin.api.patch(`brands/${brand.id}`, { second_factor: 'required' })).status).toBe(200);
    expect((await passwordGrant(party, person)).json).toMatchObject({ error: 'mfa_required' });
    await admin.api.delete(`brands/${brand.id}/applications/${party.client.id}`);
    expect((await passwordGrant(party, person)).status).toBe(200);
    await admin.api.patch(`applications/${party.client.id}`, { brand_id: brand.id });
    expect((await passwordGrant(party, person)).json).toMatchObject({ error: 'mfa_required' });
    await admin.api.delete(`brands/${brand.id}`);
    expect((await passwordGrant(party, person)).status).toBe(200);
  });

  it('is made less strict by administrators alone', async () => {
    const owner = await newPerson(server, admin);
    const made = await owner.api.post('applications', { name: 'Theirs', scopes: ['openid'] });
    const { id } = made.json as { id: string };
    const put = async (second_factor: string | null) =>
      (await owner.api.patch(`applications/${id}`, { second_factor })).status;
    expect(await put('optional')).toBe(200);
    expect(await put('required')).toBe(200);
    for (const less of ['optional', 'off', null]) expect(await put(less)).toBe(403);
    expect(await put('sometimes')).toBe(400);
    expect((await admin.api.patch(`applications/${id}`, { second_factor: null })).status).toBe(200);
    const brand = (await owner.api.post('brands', { name: 'Mine', second_factor: 'required' })).json as { id: string };
    expect((await owner.api.patch(`brands/${brand.id}`, { second_factor: 'off' })).status).toBe(403);
    expect((await owner.api.get(`brands/${brand.id}`)).json).toMatchObject({ second_factor: 'required' });
  });

  it('of a documented face is set on its application, and asks nothing at the others', async () => {
    const person = await newPerson(server, admin);
    const listed = await admin.api.get('applications?limit=200');
    const { data } = listed.json as { data: { id: string; client_id: string }[] };
    const face = data.find(({ client_id }) => client_id === 'auth');
    const path = `applications/${face?.id ?? ''}`;
    expect((await admin.api.patch(path, { second_factor: 'required' })).status).toBe(200);
    expect((await faces['/auth/login']!(server, person)).status).toBe(401);
    expect((await faces['/v1/auth/login']!(server, person)).status).toBe(200);
    expect((await admin.api.patch(path, { second_factor: null })).status).toBe(200);
    expect((await faces['/auth/login']!(server, person)).status).toBe(200);
  });
});

describe('a policy that is off', () => {
  it('offers no factor to a person who has none, and keeps those there are', async () => {
    const person = await newPerson(server, admin);
    const at = async (node: Latchkey, otp?: string) => {
      const { access_token: token } = (
        await postJson(`${node.baseUrl}/v1/auth/login`, {
          email: person.email,
          password: person.password,
          ...(otp && { otp }),
        })
      ).json as { access_token: string };
      return apiWith(node, bearer(token));
    };
    const off = await at(strict);
    expect((await off.get('users/me/factors')).json).toMatchObject({ offered: false });
    for (const path of ['users/me/authenticator', 'users/me/passkeys/registration']) {
      const refused = await off.post(path, { current_password: person.password });
      expectOf(path, [refused.status, refused.text]).toEqual([403, expect.stringContaining('SECOND_FACTOR')]);
    }
    const optional = await at(server);
    expect((await optional.get('users/me/factors')).json).toMatchObject({ offered: true });
    const authenticator = await Authenticator.of(optional, person.password, clock);
    clock.advance(STEP);
    const still = await at(strict, authenticator.code());
    // the node tells what it remembers of the account, and hears of the change a moment later
    await eventually(
      async () => (await still.get('users/me/factors')).json,
      (told) => {
        expect(told).toMatchObject({ offered: true });
      },
    );
  });
});

describe('the second step of the console', () => {
  const own = { 'sec-fetch-site': 'same-origin' };
  const at = (path: string) => `${strict.baseUrl}/v1/session/${path}`;
  const cookiesOf = ({ headers }: Answer) => (headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '');

  /** A browser that has shown the password; `from`: how it says that a page of this server sent it. */
  async function half(
    { email, password }: Person,
    from: Record<string, string> = own,
  ): Promise<Record<string, string>> {
    const answer = await postJson(at('login'), { email, password }, from);
    expect([answer.status, answer.json]).toEqual([401, expect.objectContaining({ code: 'mfa_required' })]);
    expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(/HttpOnly.*SameSite=Strict/)]);
    const [cookie = ''] = cookiesOf(answer);
    expect(cookie).toContain(server.cookies.half);
    return { ...from, cookie };
  }

  const put = (body: object, headers: Record<string, string>) =>
    apiWith(strict, headers).put('/v1/session/authenticator', body);

  async function begun(headers: Record<string, string>) {
    const answer = await postJson(at('authenticator'), {}, headers);
    expect(answer.status).toBe(200);
    const { ticket, secret } = answer.json as { ticket: string; secret: string };
    return { ticket, code: totpOf(secret).generate({ timestamp: clock.now().getTime() }) };
  }

  it.each<[string, () => Record<string, string>]>([
    ['with Fetch Metadata', () => own],
    ['that names its Origin alone', () => ({ origin: strict.settings.issuer })],
  ])('takes the code by a sealed cookie, and no password again, of a browser %s', async (_, from) => {
    const person = await newPerson(server, admin);
    const phone = await Authenticator.of(person.api, person.password, clock);
    clock.advance(STEP);
    const headers = await half(person, from());
    expect((await apiWith(strict, own).get('/v1/session/second-factor')).status).toBe(400);
    const held = await apiWith(strict, headers).get('/v1/session/second-factor');
    expect(held.json).toEqual({ second_factors: ['otp'] });
    const wrong = await postJson(at('second-factor'), { otp: phone.wrongCode() }, headers);
    expect([wrong.status, wrong.json]).toEqual([401, expect.objectContaining({ code: 'mfa_required' })]);
    const done = await postJson(at('second-factor'), { otp: phone.code() }, headers);
    expect(done.status).toBe(200);
    const [session = ''] = cookiesOf(done);
    expect((await apiWith(strict, { cookie: session }).get('users/me')).json).toMatchObject({ id: person.id });
  });

  it('keeps no cookie for a client that is no browser, which sends the password again', async () => {
    const { email, password } = await newPerson(server, admin, 'admin');
    const answer = await postJson(at('login'), { email, password });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined]);
  });

  it('sets up what an administrator must have, before there is any session', async () => {
    const boss = await newPerson(server, admin, 'admin');
    const headers = await half(boss);
    expect((await apiWith(strict, headers).get('users/me')).status).toBe(401);
    const body = await begun(headers);
    expect((await put({ ...body, code: '000000' }, headers)).status).toBe(400);
    const done = await put(body, headers);
    expect(done.json).toMatchObject({
      user: { id: boss.id },
      recovery_codes: expect.arrayContaining([expect.any(String)]),
    });
    const [session = ''] = cookiesOf(done);
    // password and code were proved just now
    expect((await apiWith(strict, { cookie: session }).post('users', {})).status).toBe(400);
    expect((await put(body, headers)).status).toBe(400);
  });

  it('is worth nothing without its cookie, after ten minutes, from another site, and for the other purpose', async () => {
    const person = await newPerson(server, admin);
    const phone = await Authenticator.of(person.api, person.password, clock);
    clock.advance(STEP);
    const headers = await half(person);
    const otp = phone.code();
    expect((await postJson(at('second-factor'), { otp }, own)).status).toBe(400);
    expect((await postJson(at('second-factor'), { otp }, { ...headers, 'sec-fetch-site': 'cross-site' })).status).toBe(
      403,
    );
    expect((await postJson(at('authenticator'), {}, headers)).status).toBe(400);
    const boss = await half(await newPerson(server, admin, 'admin'));
    expect((await postJson(at('second-factor'), { otp }, boss)).status).toBe(400);
    clock.advance(601);
    expect((await postJson(at('second-factor'), { otp: phone.code() }, headers)).status).toBe(400);
  });

  it('ends with a sign-out, with another sign-in, and with a sign-in on the pages', async () => {
    const person = await newPerson(server, admin);
    const boss = await half(await newPerson(server, admin, 'admin'));
    const gone = expect.stringMatching(new RegExp(`^${server.cookies.half}=;`));
    const out = await postJson(at('logout'), {}, boss);
    expect([out.status, out.headers['set-cookie']]).toEqual([200, expect.arrayContaining([gone])]);
    const { email, password } = person;
    const signedIn = await postJson(at('login'), { email, password }, boss);
    expect([signedIn.status, signedIn.headers['set-cookie']]).toEqual([200, expect.arrayContaining([gone])]);
    const party = await RelyingParty.at(server, { firstParty: true });
    const browser = new Browser(server.baseUrl);
    browser.keep(boss.cookie ?? '');
    expect(browser.cookies.has(server.cookies.half)).toBe(true);
    await browser.walk(await browser.open(party.request()), person);
    expect([browser.cookies.has(server.cookies.session), browser.cookies.has(server.cookies.half)]).toEqual([
      true,
      false,
    ]);
  });

  it('is over once the account has changed', async () => {
    const person = await newPerson(server, admin);
    const phone = await Authenticator.of(person.api, person.password, clock);
    clock.advance(STEP);
    const headers = await half(person);
    const boss = await newPerson(server, admin, 'admin');
    const setUp = await half(boss);
    const body = await begun(setUp);
    for (const { id } of [person, boss]) {
      await admin.api.patch(`users/${id}`, { password: 'another password of theirs' });
    }
    expect((await postJson(at('second-factor'), { otp: phone.code() }, headers)).status).toBe(400);
    expect((await put(body, setUp)).status).toBe(400);
  });
});
