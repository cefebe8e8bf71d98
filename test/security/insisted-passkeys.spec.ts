/*
 * What an attacker would gain: an application that insists on a passkey, by a password or a code; or a passkey of theirs at
 * another's account, by the page that sets one up, also when they come to the browser after its person has left that page.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator } from '../support/authenticator.js';
import { Browser, buttonLinkOn, type Page } from '../support/browser.js';
import { postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { optionsIn, presentPasskey, SoftwarePasskey } from '../support/passkey.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const STEP = 30;
const ERROR = 'unmet_authentication_requirements';
const insisting = (...values: string[]) => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values } } }),
});

const clock = new TestClock();
let server: Latchkey;
let admin: Person;
let party: RelyingParty;
let origin: string;

beforeAll(async () => {
  server = await startLatchkey({ clock, host: 'localhost' });
  origin = server.settings.issuer;
  admin = await administrator(server);
  party = await RelyingParty.at(server, { firstParty: true });
});
afterAll(() => server.stop());

/** A browser that has shown the password on the way to an application with this request. */
async function withPassword({ email, password }: Person, asked: Record<string, string>) {
  const browser = new Browser(server.baseUrl);
  const signIn = await browser.open(party.request(asked));
  const page = await browser.submit(signIn, { username: email, password });
  return { browser, page };
}

async function atSetUp(person: Person, ...values: string[]) {
  const { browser, page } = await withPassword(person, insisting(...values));
  expect([page.url, page.text]).toEqual([
    expect.stringContaining('/interaction/set-up'),
    expect.stringContaining('<h1>Set up a passkey</h1>'),
  ]);
  return { browser, page, options: optionsIn(page.text) };
}

/** The claims that the application gets, after the recovery codes where they are shown. */
async function claimsAfter(browser: Browser, done: Page): Promise<Record<string, unknown>> {
  const href = buttonLinkOn(done);
  const { leftFor } = href === undefined ? done : await browser.open(href);
  const tokens = await party.redeem(leftFor?.searchParams.get('code') ?? '');
  return claimsOf((tokens.json as { id_token: string }).id_token);
}

/** The page of before shows nothing and takes nothing any more. */
async function isOver(browser: Browser, page: Page, made: object): Promise<void> {
  const session = browser.cookies.get(server.cookies.session);
  const shown = await browser.open(page.url.slice(server.baseUrl.length));
  expect([shown.status, shown.text]).toEqual([400, expect.stringContaining('does not wait')]);
  expect(shown.text).not.toContain('challenge');
  const refused = await presentPasskey(browser, page, made);
  expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('does not wait')]);
  expect(browser.cookies.get(server.cookies.session)).toBe(session);
}

async function signedOutInConsole(browser: Browser): Promise<void> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await postJson(`${server.baseUrl}/v1/session/logout`, {}, { cookie });
  for (const line of answer.headers['set-cookie'] ?? []) browser.keep(line);
}

const errorOf = ({ leftFor }: Page) => leftFor?.searchParams.get('error');
const hasSession = (browser: Browser) => browser.cookies.has(server.cookies.session);

describe('an essential acr of a passkey', () => {
  it('has one set up in the sign-in, before there is any session, and nothing else', async () => {
    const person = await newPerson(server, admin);
    const { browser, page, options } = await atSetUp(person, 'phr');
    expect(page.text).not.toContain('authenticator app');
    expect(hasSession(browser)).toBe(false);
    const form = page.forms[0]?.fields ?? {};
    const byApp = { csrf: form.csrf ?? '', ticket: form.ticket ?? '', enrolment: 'x', code: '123456' };
    expect((await browser.post('/interaction/set-up', byApp)).text).toContain('does not wait');
    expect(hasSession(browser)).toBe(false);
    const done = await presentPasskey(browser, page, new SoftwarePasskey(origin, true).create(options));
    expect(done.text).toContain('Keep your recovery codes');
    expect(await claimsAfter(browser, done)).toMatchObject({ acr: 'phr', amr: ['pwd', 'swk', 'user', 'mfa'] });
  });

  it('asks who has an app for its code first, keeps app and codes, and goes straight on', async () => {
    const person = await newPerson(server, admin);
    const phone = await Authenticator.of(person.api, person.password, clock);
    clock.advance(STEP);
    const { browser, page: second } = await withPassword(person, insisting('phr'));
    expect(second.url).toContain('/interaction/second-factor');
    const skipped = await browser.open(second.url.replace('second-factor', 'set-up').slice(server.baseUrl.length));
    expect(skipped.text).toContain('does not wait');
    const page = await browser.submit(second, { otp: phone.code() });
    expect([page.url, hasSession(browser)]).toEqual([expect.stringContaining('/interaction/set-up'), false]);
    const done = await presentPasskey(browser, page, new SoftwarePasskey(origin).create(optionsIn(page.text)));
    const amr = ['pwd', 'otp', 'hwk', 'user', 'mfa'];
    expect(await claimsAfter(browser, done)).toMatchObject({ acr: 'phr', amr });
    clock.advance(STEP);
    const again = await withPassword(person, {});
    expect((await again.browser.submit(again.page, { otp: phone.code() })).leftFor).toBeDefined();
  });

  it('that must stay on its device takes no synchronized one, new or old', async () => {
    const person = await newPerson(server, admin);
    const { browser, page, options } = await atSetUp(person, 'phrh');
    expect(page.text).toContain('such as a security key');
    const refused = await presentPasskey(browser, page, new SoftwarePasskey(origin, true).create(options));
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('may be copied to other devices')]);
    expect(hasSession(browser)).toBe(false);
    expect((await person.api.get('users/me/factors')).json).toMatchObject({ passkeys: [] });

    const { passkey } = await SoftwarePasskey.of(person.api, person.password, origin, true);
    const another = new Browser(server.baseUrl);
    const signIn = await another.open(party.request(insisting('phrh')));
    const next = await presentPasskey(another, signIn, passkey.get(optionsIn(signIn.text)));
    expect([next.url, hasSession(another)]).toEqual([expect.stringContaining('/interaction/set-up'), false]);
    const done = await presentPasskey(another, next, new SoftwarePasskey(origin).create(optionsIn(next.text)));
    expect(await claimsAfter(another, done)).toMatchObject({ acr: 'phrh', amr: ['swk', 'user', 'hwk', 'mfa'] });
  });

  it('is declined back to the application, with nothing signed in', async () => {
    const { browser, page } = await atSetUp(await newPerson(server, admin), 'phr');
    const decline = page.forms.find(({ action }) => action.endsWith('/decline'));
    const gone = await browser.post(decline?.action ?? '', decline?.fields ?? {});
    expect([errorOf(gone), hasSession(browser)]).toEqual([ERROR, false]);
  });

  it('once declined, is set up no more: the page shows and takes nothing', async () => {
    const person = await newPerson(server, admin);
    const { browser, page, options } = await atSetUp(person, 'phr');
    const made = new SoftwarePasskey(origin, true).create(options);
    const decline = page.forms.find(({ action }) => action.endsWith('/decline'));
    await browser.post(decline?.action ?? '', decline?.fields ?? {});
    await isOver(browser, page, made);
    expect((await person.api.get('users/me/factors')).json).toMatchObject({ passkeys: [] });
    // and the person may begin again
    const signIn = await browser.open(party.request(insisting('phr')));
    const again = await browser.submit(signIn, { username: person.email, password: person.password });
    const done = await presentPasskey(browser, again, new SoftwarePasskey(origin).create(optionsIn(again.text)));
    expect(await claimsAfter(browser, done)).toMatchObject({ acr: 'phr' });
  });

  it.each([
    ['on the page', (browser: Browser) => browser.open('/interaction/sign-out')],
    ['in the console', (browser: Browser) => signedOutInConsole(browser)],
  ])('is set up no more after a sign-out %s', async (_, signOut) => {
    const person = await newPerson(server, admin);
    const { browser, page, options } = await atSetUp(person, 'phr');
    const made = new SoftwarePasskey(origin, true).create(options);
    await signOut(browser);
    await isOver(browser, page, made);
  });

  it('is set up once: the page of before shows and takes nothing after it', async () => {
    const { browser, page, options } = await atSetUp(await newPerson(server, admin), 'phr');
    const made = new SoftwarePasskey(origin, true);
    await presentPasskey(browser, page, made.create(options));
    await isOver(browser, page, new SoftwarePasskey(origin, true).create(options));
  });

  it('is set up no more once another person has signed in there', async () => {
    const { browser, page, options } = await atSetUp(await newPerson(server, admin), 'phr');
    const other = await newPerson(server, admin);
    const signIn = await browser.open(party.request({ prompt: 'login' }));
    expect((await browser.walk(signIn, other)).leftFor).toBeDefined();
    await isOver(browser, page, new SoftwarePasskey(origin, true).create(options));
  });

  it('waits while another sign-in begins in the same browser', async () => {
    const { browser, page, options } = await atSetUp(await newPerson(server, admin), 'phr');
    const other = await newPerson(server, admin);
    const signIn = await browser.open(party.request(insisting('phr')));
    await browser.submit(signIn, { username: other.email, password: other.password });
    const done = await presentPasskey(browser, page, new SoftwarePasskey(origin, true).create(options));
    expect(done.text).toContain('Keep your recovery codes');
  });

  it('is set up by no other browser, and not later than ten minutes after the password', async () => {
    const [ada, eve] = [
      await atSetUp(await newPerson(server, admin), 'phr'),
      await atSetUp(await newPerson(server, admin), 'phr'),
    ];
    const made = new SoftwarePasskey(origin).create(ada.options);
    expect((await presentPasskey(eve.browser, eve.page, made)).status).toBe(400);
    expect((await presentPasskey(eve.browser, ada.page, made)).status).toBe(403);
    clock.advance(601);
    expect((await presentPasskey(ada.browser, ada.page, made)).text).toContain('does not wait');
    expect([hasSession(ada.browser), hasSession(eve.browser)]).toEqual([false, false]);
  });

  it('is not forced by acr_values, nor where less would do', async () => {
    const person = await newPerson(server, admin);
    const voluntary = await withPassword(person, { acr_values: 'phr phrh' });
    expect(voluntary.page.leftFor?.searchParams.get('code')).toBeTruthy();
    const { page } = await withPassword(person, insisting('urn:latchkey:acr:one-factor', 'phr'));
    expect(page.leftFor?.searchParams.get('code')).toBeTruthy();
  });
});

it('is answered with the error where passkeys are off, and where the policy offers no factor', async () => {
  const nodes = [
    await startLatchkey({ clock, database: server.database }),
    await startLatchkey({
      clock,
      database: server.database,
      settings: { ISSUER: origin, SECOND_FACTOR: 'off' },
    }),
  ];
  for (const node of nodes) {
    const person = await newPerson(server, admin);
    const browser = new Browser(node.baseUrl);
    const signIn = await browser.open(party.request(insisting('phr')));
    expect(errorOf(await browser.submit(signIn, { username: person.email, password: person.password }))).toBe(ERROR);
    await node.stop();
  }
});
