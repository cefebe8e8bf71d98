// What an attacker would gain: the account of a person whose password they know, by a browser that the person trusted once.
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TrustedBrowsers } from '../../src/auth/trusted-browsers/trusted-browsers.js';
import { Authenticator } from '../support/authenticator.js';
import { Browser, type Page } from '../support/browser.js';
import { expectOf } from '../support/expect-of.js';
import { type Answer, basic, bearer, postForm, postJson } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { SoftwarePasskey } from '../support/passkey.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const STEP = 30;
const DAY = 24 * 3600;
const ONE_FACTOR = 'urn:latchkey:acr:one-factor';
const TWO_FACTOR = 'urn:latchkey:acr:two-factor';

const clock = new TestClock();
let server: Latchkey;
let admin: Person;
let party: RelyingParty;

beforeAll(async () => {
  server = await startLatchkey({ clock, host: 'localhost', settings: { TRUST_PROXY: '127.0.0.1' } });
  party = await RelyingParty.at(server, { firstParty: true });
});
// the time goes on by months
beforeEach(async () => {
  admin = await administrator(server);
});
afterAll(() => server.stop());

interface Protected {
  person: Person;
  phone: Authenticator;
}

async function protectedPerson(role: 'admin' | 'member' = 'member'): Promise<Protected> {
  const person = await newPerson(server, admin, role);
  const phone = await Authenticator.of(person.api, person.password, clock);
  return { person, phone };
}

/** A code that was not used yet. */
function codeOf({ phone }: Protected): string {
  clock.advance(STEP);
  return phone.code();
}

/** A page after the password, at an application. */
async function afterPassword(browser: Browser, { email, password }: Person, asked = {}, at = party): Promise<Page> {
  const page = await browser.open(at.request({ prompt: 'login', ...asked }));
  return browser.submit(page, { username: email, password });
}

/** A browser that its owner trusts. */
async function trusting(known: Protected, browser = new Browser(server.baseUrl)): Promise<Browser> {
  const second = await afterPassword(browser, known.person);
  expect(second.url).toContain('/interaction/second-factor');
  const done = await browser.submit(second, { otp: codeOf(known), trust_browser: 'on' });
  expect(done.leftFor?.searchParams.get('code')).toEqual(expect.any(String));
  return browser;
}

/** Another browser with the trust of this one, and nothing else of it. */
function copyOf(browser: Browser): Browser {
  const copy = new Browser(server.baseUrl);
  copy.cookies.set(server.cookies.trust, tokenOf(browser));
  return copy;
}

function tokenOf({ cookies }: Browser): string {
  return cookies.get(server.cookies.trust) ?? '';
}

const isAsked = ({ url }: Page) => url.includes('/interaction/second-factor');
const isIn = ({ leftFor }: Page) => leftFor?.searchParams.has('code') === true;

/** Whether the password alone signs in there. */
async function isTrusted(browser: Browser, person: Person): Promise<boolean> {
  const page = await afterPassword(copyOf(browser), person);
  expect(isAsked(page) || isIn(page)).toBe(true);
  return isIn(page);
}

async function tokensAt({ leftFor }: Page) {
  const answer = await party.redeem(leftFor?.searchParams.get('code') ?? '');
  return answer.json as { access_token: string; id_token: string };
}

async function events(person: Person, action: string): Promise<unknown[]> {
  const answer = await admin.api.get(`audit-events?target=${person.id}&action=user.trusted-browser-${action}`);
  return (answer.json as { data: unknown[] }).data;
}

interface Listed {
  id: string;
  current: boolean;
  last_used_at: string | null;
}
async function listed(api: Api): Promise<Listed[]> {
  const { data, ...rest } = (await api.get('users/me/trusted-browsers')).json as { data: Listed[] };
  expect(rest).toEqual({ next_cursor: null });
  return data;
}

describe('a trusted browser', () => {
  it('signs in with the password alone, as one factor, audited', async () => {
    const known = await protectedPerson();
    const browser = await trusting(known);
    const done = await afterPassword(copyOf(browser), known.person);
    const { access_token, id_token } = await tokensAt(done);
    expect(claimsOf(id_token)).toMatchObject({ acr: ONE_FACTOR, amr: ['pwd', 'trusted_browser'] });
    expect(claimsOf(access_token)).not.toHaveProperty('acr');
    expect(await events(known.person, 'add')).toHaveLength(1);
    expect(await events(known.person, 'use')).toHaveLength(1);
  });

  it('is not made without the tick, by a recovery code, or before a code that holds', async () => {
    const known = await protectedPerson();
    const attempts: [entries: Record<string, string>, signsIn: boolean][] = [
      [{ otp: known.phone.wrongCode(), trust_browser: 'on' }, false],
      [{ otp: codeOf(known) }, true],
      [{ otp: codeOf(known), trust_browser: 'yes' }, true],
      [{ otp: known.phone.recoveryCodes[0] ?? '', trust_browser: 'on' }, true],
    ];
    for (const [entries, signsIn] of attempts) {
      const browser = new Browser(server.baseUrl);
      const done = await browser.submit(await afterPassword(browser, known.person), entries);
      expect(isIn(done)).toBe(signsIn);
      expect(tokenOf(browser)).toBe('');
    }
    expect(await listed(known.person.api)).toEqual([]);
  });

  it('keeps its tick where a code was wrong, and begins without one', async () => {
    const known = await protectedPerson();
    const browser = new Browser(server.baseUrl);
    const second = await afterPassword(browser, known.person);
    expect(second.text).toMatch(/<input type="checkbox" name="trust_browser" value="on"\s*\/?>/);
    const again = await browser.submit(second, { otp: known.phone.wrongCode(), trust_browser: 'on' });
    expect(again.text).toMatch(/<input type="checkbox" name="trust_browser" value="on" checked/);
  });

  it('holds its token in a cookie that no script and no other site reads, and the store its hash', async () => {
    const known = await protectedPerson();
    const browser = new Browser(server.baseUrl);
    const second = await afterPassword(browser, known.person);
    const ticket = second.forms[0]?.fields.ticket ?? '';
    const csrf = second.forms[0]?.fields.csrf ?? '';
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await postForm(
      `${server.baseUrl}/interaction/second-factor`,
      { ticket, csrf, otp: codeOf(known), trust_browser: 'on' },
      { cookie },
    );
    const line = answer.headers['set-cookie']?.find((each) => each.startsWith(`${server.cookies.trust}=`)) ?? '';
    expect(line).toMatch(/=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const token = line.slice(line.indexOf('=') + 1, line.indexOf(';'));
    const rows = await server.database.query('SELECT t::text AS row FROM trusted_browsers t WHERE user_id = $1', [
      known.person.id,
    ]);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(token).toString('hex'));
  });

  it('stays trusted when the person signs out, and by several people', async () => {
    const [first, second] = [await protectedPerson(), await protectedPerson()];
    const browser = await trusting(second, await trusting(first));
    const left = await browser.submit(await browser.open('/oauth/end-session'), { decision: 'sign-out' });
    expect(left.text).toContain('You are signed out');
    expect([...browser.cookies.keys()]).not.toContain(server.cookies.session);
    for (const { person } of [first, second]) expect(await isTrusted(browser, person)).toBe(true);
  });

  it('that is trusted again has one token, of which the earlier one is worth nothing', async () => {
    const known = await protectedPerson();
    const browser = await trusting(known);
    const before = copyOf(browser);
    const second = await afterPassword(browser, known.person, { acr_values: TWO_FACTOR });
    await browser.submit(second, { otp: codeOf(known), trust_browser: 'on' });
    expect(tokenOf(browser)).toMatch(/^[\w-]{43}$/);
    expect(await isTrusted(before, known.person)).toBe(false);
    expect(await isTrusted(browser, known.person)).toBe(true);
    expect(await listed(known.person.api)).toHaveLength(1);
  });

  it('signs in twice at the same time', async () => {
    const known = await protectedPerson();
    const browser = await trusting(known);
    const pages = await Promise.all([0, 1, 2].map(() => afterPassword(copyOf(browser), known.person)));
    expect(pages.map(isIn)).toEqual([true, true, true]);
  });

  it('is trusted after a passkey, too', async () => {
    const person = await newPerson(server, admin);
    const { passkey } = await SoftwarePasskey.of(person.api, person.password, server.settings.issuer);
    const browser = new Browser(server.baseUrl);
    const second = await afterPassword(browser, person);
    const form = second.forms.find(({ action }) => action.endsWith('/passkey'));
    const options = /data-options="([^"]*)"/.exec(second.text)?.[1] ?? '';
    const answer = passkey.get(JSON.parse(options.replaceAll('&#34;', '"').replaceAll('&quot;', '"')) as never);
    const fields = { ...form?.fields, passkey: JSON.stringify(answer), trust_browser: 'on' };
    expect(isIn(await browser.post('/interaction/second-factor/passkey', fields))).toBe(true);
    expect(await isTrusted(browser, person)).toBe(true);
  });
});

describe('a stolen token', () => {
  it('without the password is worth nothing, and tells nothing', async () => {
    const known = await protectedPerson();
    const browser = await trusting(known);
    const wrong = { email: known.person.email, password: 'not the password of theirs' };
    const [withToken, without, unknown] = await Promise.all([
      afterPassword(copyOf(browser), { ...known.person, ...wrong }),
      afterPassword(new Browser(server.baseUrl), { ...known.person, ...wrong }),
      afterPassword(copyOf(browser), { ...known.person, ...wrong, email: 'no-one@example.com' }),
    ]);
    for (const page of [withToken, without, unknown]) {
      expect([page.status, page.text]).toEqual([401, expect.stringContaining('Incorrect email or password')]);
      expect(page.headers['set-cookie'] ?? []).toEqual([]);
    }
    expect(
      (await apiWith(server, { cookie: `${server.cookies.trust}=${tokenOf(browser)}` }).get('users/me')).status,
    ).toBe(401);
    expect(await events(known.person, 'use')).toEqual([]);
  });

  it('does nothing for another account', async () => {
    const [first, second] = [await protectedPerson(), await protectedPerson()];
    const browser = await trusting(first);
    expect(await isTrusted(browser, second.person)).toBe(false);
  });

  it.each(['', '.', 'x'.repeat(43), `${'A'.repeat(43)}.${'B'.repeat(43)}`, '"; DROP', 'é'.repeat(2000)])(
    'that is none (%j) is ignored',
    async (value) => {
      const { person } = await protectedPerson();
      const browser = new Browser(server.baseUrl);
      browser.cookies.set(server.cookies.trust, encodeURIComponent(value));
      expect(isAsked(await afterPassword(browser, person))).toBe(true);
    },
  );

  it('from outside the whitelist of the account gets nothing', async () => {
    const known = await protectedPerson();
    const browser = await trusting(known);
    await admin.api.post(`users/${known.person.id}/ip-whitelist`, { cidr: '192.0.2.0/24', force: true });
    const page = await afterPassword(copyOf(browser), known.person);
    expect([isAsked(page), isIn(page), page.status]).toEqual([false, false, 403]);
  });

  it('with the password does not clear the counter on which codes are guessed', async () => {
    const known = await protectedPerson();
    const browser = await trusting(known);
    const thief = copyOf(browser);
    const from = { 'x-forwarded-for': '198.18.6.6' };
    const { email, password } = known.person;
    const signIn = async () => {
      const page = await thief.open(party.request({ prompt: 'login' }), from);
      return thief.submit(page, { username: email, password }, from);
    };
    let last: Page = await signIn();
    for (let guess = 0; guess < 10; guess++) {
      await postJson(`${server.baseUrl}/v1/auth/login`, { email, password, otp: known.phone.wrongCode() }, from);
      last = await signIn();
    }
    expect(last.status).toBe(429);
  });

  it('is taken by no documented face', async () => {
    const known = await protectedPerson();
    const cookie = { cookie: `${server.cookies.trust}=${tokenOf(await trusting(known))}` };
    const { email, password } = known.person;
    const client = await addApplication(server.database);
    const at = (path: string) => `${server.baseUrl}${path}`;
    const answers: Record<string, Answer> = {
      0: await postForm(at('/api/v1/login/access-token'), { username: email, password }, cookie),
      1: await postJson(at('/auth/login'), { username: email, password }, cookie),
      2: await postJson(at('/v1/auth/login'), { email, password }, cookie),
      3: await postJson(at('/v1/session/login'), { email, password }, cookie),
      4: await postForm(at('/api/v1/auth/password'), { username: email, password }, cookie),
      5: await postForm(
        at('/oauth/token'),
        { grant_type: 'password', username: email, password },
        { ...cookie, ...basic(client.clientId, client.clientSecret) },
      ),
    };
    for (const [face, { status, text }] of Object.entries(answers)) {
      expectOf(face, [status, text]).toEqual([face === '5' ? 400 : 401, expect.stringContaining('authenticator app')]);
    }
  });
});

describe('trust in a browser ends', () => {
  const ENDINGS: Record<string, (known: Protected) => Promise<unknown>> = {
    'after thirty days, used or not': async ({ person }) => {
      clock.advance(30 * DAY);
      return admin.api.get(`users/${person.id}`);
    },
    'with another password': ({ person }) =>
      person.api.put('users/me/password', {
        current_password: person.password,
        new_password: 'another password of theirs',
      }),
    'with a password that an administrator sets': async ({ person }) =>
      (await administrator(server)).api.patch(`users/${person.id}`, { password: 'another password of theirs' }),
    'with new recovery codes': (known) =>
      known.person.api.post('users/me/recovery-codes', {
        current_password: known.person.password,
        otp: codeOf(known),
      }),
    'with another authenticator app': (known) =>
      Authenticator.of(known.person.api, known.person.password, clock, codeOf(known)),
    'with the reset of the factors': async ({ person }) => {
      const boss = await administrator(server);
      expect((await boss.api.delete(`users/${person.id}/factors`)).status).toBe(204);
    },
    'with disabling': async ({ person }) => {
      const boss = await administrator(server);
      await boss.api.patch(`users/${person.id}`, { disabled: true });
      await boss.api.patch(`users/${person.id}`, { disabled: false });
    },
    'with the end of all sessions': ({ person }) => person.api.delete('sessions'),
    'with an incident of the account': async ({ person }) =>
      (await administrator(server)).api.post('incidents/end', { user_id: person.id }),
    'with an incident of its network': async () =>
      (await administrator(server)).api.post('incidents/end', { ip: '127.0.0.0/8' }),
    'by its owner': async ({ person }) => {
      const id = (await listed(person.api))[0]?.id ?? '';
      expect((await person.api.delete(`users/me/trusted-browsers/${id}`)).status).toBe(204);
      expect(await events(person, 'remove')).toHaveLength(1);
    },
    'by its owner, all at once': ({ person }) => person.api.delete('users/me/trusted-browsers'),
  };

  it.each(Object.entries(ENDINGS))('%s', async (name, end) => {
    const known = await protectedPerson();
    const browser = await trusting(known);
    // the sessions and tokens of the test do not live as long
    known.person.api = await signedInAgain(known);
    expect(await isTrusted(browser, known.person)).toBe(true);
    await end(known);
    const password = name.includes('another password') || name.includes('administrator sets') ? NEW : undefined;
    const person = { ...known.person, ...(password !== undefined && { password }) };
    if (name.includes('reset of the factors')) {
      // a new factor does not bring the old trust back
      const api = apiWith(server, bearer(await accessTokenOf(person)));
      await Authenticator.of(api, person.password, clock);
    }
    expect(await isTrusted(browser, person)).toBe(false);
  });

  it('and is no one else’s to end', async () => {
    const known = await protectedPerson();
    const browser = await trusting(known);
    const id = (await listed(known.person.api))[0]?.id ?? '';
    const other = await newPerson(server, admin);
    expect((await other.api.delete(`users/me/trusted-browsers/${id}`)).status).toBe(404);
    expect((await other.api.delete('users/me/trusted-browsers')).status).toBe(204);
    expect(await isTrusted(browser, known.person)).toBe(true);
  });

  it('with the account, and its rows', async () => {
    const known = await protectedPerson();
    await trusting(known);
    expect((await (await administrator(server)).api.delete(`users/${known.person.id}`)).status).toBe(204);
    const rows = await server.database.query('SELECT 1 FROM trusted_browsers WHERE user_id = $1', [known.person.id]);
    expect(rows).toEqual([]);
  });

  it('for all but the newest twenty, also of many at the same time', async () => {
    const known = await protectedPerson();
    const { id, email } = known.person;
    const browsers = server.app.get(TrustedBrowsers, { strict: false });
    const [row] = await server.database.query<{ epoch: number; proof_epoch: number }>(
      'SELECT epoch, proof_epoch FROM users WHERE id = $1',
      [id],
    );
    const account = { id, email, epoch: row?.epoch, proofEpoch: row?.proof_epoch } as never;
    const origin = { address: '127.0.0.1', requestId: null, userAgent: undefined } as never;
    const first = await trusting(known);
    await Promise.all(
      Array.from({ length: 25 }, (_, i) =>
        browsers.add(
          { account, hash: Buffer.alloc(32, i), expiresAt: new Date(clock.now().getTime() + DAY), present: [] },
          origin,
        ),
      ),
    );
    expect(await listed(known.person.api)).toHaveLength(20);
    expect(await isTrusted(first, known.person)).toBe(false);
  });
});

const NEW = 'another password of theirs';

async function accessTokenOf({ email, password }: Person, otp?: string): Promise<string> {
  const answer = await postJson(`${server.baseUrl}/v1/auth/login`, { email, password, ...(otp && { otp }) });
  return (answer.json as { access_token: string }).access_token;
}

async function signedInAgain(known: Protected): Promise<Api> {
  return apiWith(server, bearer(await accessTokenOf(known.person, codeOf(known))));
}

describe('a sign-in by a trusted browser', () => {
  it.each([
    ['acr_values', { acr_values: TWO_FACTOR }],
    ['acr_values of a passkey', { acr_values: 'phr' }],
    ['an essential acr', { claims: JSON.stringify({ id_token: { acr: { essential: true, value: TWO_FACTOR } } }) }],
  ])('is not enough for %s, whose code is asked', async (_, asked) => {
    const known = await protectedPerson();
    const browser = await trusting(known);
    const again = copyOf(browser);
    const second = await afterPassword(again, known.person, asked);
    expect(isAsked(second)).toBe(true);
    // nor is the session of such a sign-in
    expect(isIn(await afterPassword(again, known.person))).toBe(true);
    expect((await again.open(party.request(asked))).url).toContain('/interaction/sign-in');
    const other = await afterPassword(again, known.person, asked);
    const done = await again.submit(other, { otp: codeOf(known) });
    expect(isIn(done)).toBe(true);
  });

  it('is enough where one factor is asked for, and for a policy that requires a second one', async () => {
    const known = await protectedPerson();
    const browser = await trusting(known);
    expect(
      isIn(await afterPassword(copyOf(browser), known.person, { acr_values: `${TWO_FACTOR} ${ONE_FACTOR}` })),
    ).toBe(true);
    const strict = await RelyingParty.at(server, { firstParty: true, redirectUris: ['https://strict.example.com/cb'] });
    await server.database.query(`UPDATE applications SET second_factor = 'required' WHERE id = $1`, [strict.client.id]);
    expect(isIn(await afterPassword(copyOf(browser), known.person, {}, strict))).toBe(true);
  });

  it('is no fresh second factor for an administrator’s act, and a code of theirs is', async () => {
    const known = await protectedPerson('admin');
    const browser = await trusting(known);
    const api = await sessionBy(browser, known.person);
    expect((await api.post('users', {})).json).toMatchObject({ code: 'insufficient_user_authentication' });
    expect((await api.post('users/me/step-up', { otp: codeOf(known) })).status).toBe(200);
    expect((await api.post('users', {})).status).toBe(400);
  });

  it('proves nothing where a fresh proof is taken', async () => {
    const known = await protectedPerson();
    const api = await sessionBy(await trusting(known), known.person);
    const { password: current_password } = known.person;
    expect((await api.post('users/me/authenticator/removal', { current_password })).status).toBe(400);
    expect((await api.post('users/me/recovery-codes', { current_password })).status).toBe(400);
  });
});

/** A session of the console, by the password in this browser. */
async function sessionBy(
  browser: Browser,
  { email, password }: Person,
  from: Record<string, string> = { 'sec-fetch-site': 'same-origin' },
): Promise<Api> {
  const trust = `${server.cookies.trust}=${tokenOf(browser)}`;
  const answer = await postJson(`${server.baseUrl}/v1/session/login`, { email, password }, { cookie: trust, ...from });
  expect(answer.status).toBe(200);
  const session = answer.headers['set-cookie']?.find((line) => line.startsWith(`${server.cookies.session}=`));
  return apiWith(server, { cookie: `${session?.split(';')[0] ?? ''}; ${trust}`, ...from });
}

describe('the console', () => {
  it.each<[string, () => Record<string, string>]>([
    ['with Fetch Metadata', () => ({ 'sec-fetch-site': 'same-origin' })],
    ['that names its Origin alone', () => ({ origin: server.settings.issuer })],
  ])('trusts a browser %s by its second step, lists it, and takes its trust', async (_, from) => {
    const known = await protectedPerson();
    const { email, password } = known.person;
    const own = from();
    const half = await postJson(`${server.baseUrl}/v1/session/login`, { email, password }, own);
    expect(half.status).toBe(401);
    const cookie = half.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const body = { otp: codeOf(known), trust_browser: 'on' };
    const done = await postJson(`${server.baseUrl}/v1/session/second-factor`, body, { ...own, cookie });
    expect(done.status).toBe(200);
    const line = done.headers['set-cookie']?.find((each) => each.startsWith(`${server.cookies.trust}=`)) ?? '';
    const browser = new Browser(server.baseUrl);
    browser.cookies.set(server.cookies.trust, line.slice(line.indexOf('=') + 1, line.indexOf(';')));
    const api = await sessionBy(browser, known.person, own);
    const [entry, ...more] = await listed(api);
    expect([entry, more]).toEqual([
      expect.objectContaining({ current: true, last_used_at: expect.any(String), ip: '127.0.0.1' }),
      [],
    ]);
    expect((await admin.api.get(`users/${known.person.id}/factors`)).json).toMatchObject({ trusted_browsers: 1 });
    const sessions = (await api.get('sessions')).json as { data: { authentication_methods: string[] }[] };
    expect(sessions.data[0]?.authentication_methods).toEqual(['pwd', 'trusted_browser']);
    await api.delete('users/me/trusted-browsers');
    expect((await admin.api.get(`users/${known.person.id}/factors`)).json).toMatchObject({ trusted_browsers: 0 });
  });
});

it('is not looked up for an account without a second factor, or a browser without a token', async () => {
  const plain = await newPerson(server, admin);
  const known = await protectedPerson();
  const browser = await trusting(known);
  const looked = jest.spyOn(server.app.get(TrustedBrowsers, { strict: false }), 'use');
  expect(isIn(await afterPassword(copyOf(browser), plain))).toBe(true);
  expect(isAsked(await afterPassword(new Browser(server.baseUrl), known.person))).toBe(true);
  expect(looked).not.toHaveBeenCalled();
  looked.mockRestore();
});
