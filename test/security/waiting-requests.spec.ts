/*
 * What an attacker would gain. The owner of an application: more than a person was shown and allowed, by changing the
 * application or an API while the page is open, by asking for what the page leaves out, or by asking later for another
 * API or as the person is promoted. A person at another browser: a code in someone else's name without a question, by
 * beginning a request and having it finished where that person is signed in.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { basic, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const ITEMS = 'https://items.example.com';
const SPACES = 'https://spaces.example.com';
const CHANGED = 'Something here has changed';
const OTHER_BROWSER = 'start again from the application';

const clock = new TestClock();
let server: Latchkey;
let admin: Person;
let owner: Person;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  server = await startLatchkey({ clock });
  admin = await administrator(server);
  [owner, ada, bob] = [await newPerson(server, admin), await newPerson(server, admin), await newPerson(server, admin)];
  await admin.api.post('resources', { identifier: ITEMS, name: 'Items', scopes: ['read_items'] });
  await admin.api.post('resources', { identifier: SPACES, name: 'Spaces', scopes: ['read_items', 'read_spaces'] });
});
afterAll(() => server.stop());

const newBrowser = () => new Browser(server.baseUrl);
const credentials = (person: Person) => ({ username: person.email, password: person.password });
const codeOf = (page: Page) => page.leftFor?.searchParams.get('code') ?? undefined;
const errorOf = (page: Page) => page.leftFor?.searchParams.get('error') ?? undefined;
const isAt = (page: Page, step: string) => new URL(page.url).pathname === `/interaction/${step}`;
const shown = ({ text }: Page) => [...text.matchAll(/<code>([^<]*)<\/code>/g)].map(([, scope]) => scope);
const ticketOf = (page: Page) => new URL(page.url).searchParams.get('ticket') ?? '';

/** An application with an owner, who may change it through the API. */
const partyOf = (row: Parameters<typeof RelyingParty.at>[1] = {}) =>
  RelyingParty.at(server, {
    ownerId: owner.id,
    scopes: ['openid', 'profile', 'email', 'read_items', 'read_spaces'],
    ...row,
  });

async function changed({ client }: RelyingParty, change: object): Promise<void> {
  const answer = await owner.api.patch(`applications/${client.id}`, change);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
}

async function scopesOf(party: RelyingParty, page: Page): Promise<string[]> {
  const answer = await party.redeem(codeOf(page) ?? '');
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return (answer.json as { scope: string }).scope.split(' ');
}

async function atConsent(party: RelyingParty, parameters: Record<string, string | undefined> = {}, person = ada) {
  const browser = newBrowser();
  const page = await browser.submit(await browser.open(party.request(parameters)), credentials(person));
  expect(isAt(page, 'consent')).toBe(true);
  return { browser, page };
}

describe('a decision is about the shown consent page', () => {
  it('default scopes are those of when the request came', async () => {
    const party = await partyOf({ defaultScopes: ['read_items'] });
    const { browser, page } = await atConsent(party, { scope: undefined });
    expect(shown(page)).toEqual(['read_items']);
    await changed(party, { default_scopes: ['read_items', 'read_spaces', 'email'] });
    expect(await scopesOf(party, await browser.submit(page, { decision: 'allow' }))).toEqual(['read_items']);
  });

  it('default scopes that the application lost meanwhile are gone, and no others come in their place', async () => {
    const party = await partyOf({ defaultScopes: ['read_items', 'email'] });
    const { browser, page } = await atConsent(party, { scope: undefined });
    await changed(party, { scopes: ['openid', 'read_spaces', 'email'], default_scopes: ['read_spaces'] });
    const again = await browser.submit(page, { decision: 'allow' });
    expect([again.status, codeOf(again), shown(again)]).toEqual([200, undefined, ['email']]);
    expect(await scopesOf(party, await browser.submit(again, { decision: 'allow' }))).toEqual(['email']);
  });

  it.each<[string, (party: RelyingParty) => Promise<unknown>]>([
    ['the name', (party) => changed(party, { name: 'Another name' })],
    ['a link', (party) => changed(party, { policy_uri: 'https://app.example.com/other' })],
    ['the logo', (party) => changed(party, { logo_uri: 'https://app.example.com/other.png' })],
    [
      'the brand',
      async ({ client }) => {
        const created = await admin.api.post('brands', { name: 'A bank', slug: `bank-${client.id.slice(0, 8)}` });
        const { id } = created.json as { id: string };
        expect((await admin.api.patch(`applications/${client.id}`, { brand_id: id })).status).toBe(200);
      },
    ],
    ['what a scope means', () => admin.api.patch('scopes/read_items', { description: `Other ${Date.now()}` })],
  ])('%s that differs is drawn again, and nothing is decided', async (_, change) => {
    const party = await partyOf();
    const { browser, page } = await atConsent(party, { scope: 'openid read_items' });
    await change(party);
    for (const decision of ['allow', 'deny']) {
      const again = await browser.submit(page, { decision });
      expect([again.status, again.leftFor]).toEqual([200, undefined]);
      expect(again.text).toContain(CHANGED);
      expect(await server.database.query('SELECT FROM consents WHERE application_id = $1', [party.client.id])).toEqual(
        [],
      );
    }
    const again = await browser.submit(page, { decision: 'allow' });
    expect(codeOf(await browser.submit(again, { decision: 'allow' }))).toBeDefined();
  });

  it('the one registered redirect URI of a request that names none', async () => {
    const party = await partyOf({ redirectUris: ['https://app.example.com/one'] });
    const { browser, page } = await atConsent(party, { scope: 'read_items', redirect_uri: undefined });
    await changed(party, { redirect_uris: ['https://app.example.com/two'] });
    const again = await browser.submit(page, { decision: 'allow' });
    expect([again.leftFor, again.text.includes(CHANGED)]).toEqual([undefined, true]);
  });

  it('what an API understands', async () => {
    const identifier = 'https://growing.example.com';
    const created = await admin.api.post('resources', { identifier, name: 'Growing', scopes: ['read_items'] });
    const party = await partyOf();
    const { browser, page } = await atConsent(party, { scope: 'read_items read_spaces', resource: identifier });
    expect(shown(page)).toEqual(['read_items']);
    const { id } = created.json as { id: string };
    await admin.api.patch(`resources/${id}`, { scopes: ['read_items', 'read_spaces'] });
    const again = await browser.submit(page, { decision: 'allow' });
    expect([again.leftFor, shown(again)]).toEqual([undefined, ['read_items', 'read_spaces']]);
  });

  it('the token of one page decides nothing on another', async () => {
    const [harmless, greedy] = [await partyOf(), await partyOf({ name: 'Greedy' })];
    const { browser, page } = await atConsent(harmless, { scope: 'read_items' });
    const other = await browser.open(greedy.request({ scope: 'read_items read_spaces' }));
    const { csrf = '' } = page.forms[0]?.fields ?? {};
    const answer = await browser.submit(other, { decision: 'allow', csrf });
    expect([answer.status, answer.leftFor, answer.text.includes(CHANGED)]).toEqual([200, undefined, true]);
  });
});

describe('the other pages that decide', () => {
  it('select-account: for the account and the application it was drawn for', async () => {
    const party = await partyOf();
    const { browser } = await atConsent(party);
    const page = await browser.open(party.request({ prompt: 'select_account' }));
    await changed(party, { name: 'Another name' });
    const again = await browser.submit(page, { choice: 'continue' });
    expect([isAt(again, 'select-account'), again.text.includes(CHANGED)]).toEqual([true, true]);
    expect(isAt(await browser.submit(again, { choice: 'continue' }), 'consent')).toBe(true);
  });

  it('sign-out: for the account and the application it was drawn for', async () => {
    const party = await partyOf();
    const { browser } = await atConsent(party);
    const page = await browser.open(`/oauth/end-session?client_id=${party.client.clientId}`);
    await changed(party, { name: 'Another name' });
    const again = await browser.submit(page, { decision: 'sign-out' });
    expect(again.text).toContain(CHANGED);
    expect(browser.cookies.has(server.cookies.session)).toBe(true);
    expect((await browser.submit(again, { decision: 'sign-out' })).text).toContain('You are signed out');
  });
});

describe('the stored consent is the shown one', () => {
  it('no scope that only admins may grant, so that a promotion is asked about', async () => {
    const party = await partyOf({ scopes: ['openid', 'read_items', 'write:users'] });
    const asked = { scope: 'openid read_items write:users' };
    const late = await newPerson(server, admin);
    const { browser, page } = await atConsent(party, asked, late);
    expect(shown(page)).not.toContain('write:users');
    expect(await scopesOf(party, await browser.submit(page, { decision: 'allow' }))).toEqual(['openid', 'read_items']);
    // nothing is asked twice
    expect(codeOf(await browser.open(party.request({ ...asked, prompt: 'none' })))).toBeDefined();

    expect((await admin.api.patch(`users/${late.id}`, { role: 'admin' })).status).toBe(200);
    await browser.walk(await browser.open(party.request({ ...asked, prompt: 'login' })), late, 'deny');
    expect(errorOf(await browser.open(party.request({ ...asked, prompt: 'none' })))).toBe('consent_required');
    expect(shown(await browser.open(party.request(asked)))).toContain('write:users');
  });

  it('for the APIs that were named, and for no other in silence', async () => {
    const party = await partyOf();
    const scope = 'openid read_items';
    const { browser, page } = await atConsent(party, { scope, resource: ITEMS });
    expect(page.text).toContain(`<strong>${ITEMS}</strong>`);
    expect(codeOf(await browser.submit(page, { decision: 'allow' }))).toBeDefined();

    const silently = (parameters: Record<string, string | undefined>) =>
      browser.open(party.request({ scope, prompt: 'none', ...parameters }));
    expect(codeOf(await silently({ resource: ITEMS }))).toBeDefined();
    expect(errorOf(await silently({ resource: SPACES }))).toBe('consent_required');
    expect(errorOf(await silently({}))).toBe('consent_required');
    expect(errorOf(await silently({ resource: server.baseUrl }))).toBe('consent_required');
    const both = await browser.open(`${party.request({ scope, prompt: 'none', resource: ITEMS })}&resource=${SPACES}`);
    expect(errorOf(both)).toBe('consent_required');

    const { data } = (await ada.api.get(`consents?client_id=${party.client.clientId}`)).json as {
      data: { scopes: string[]; resources: { resource: string; scopes: string[] }[] }[];
    };
    expect(data[0]?.resources.map(({ resource }) => resource)).toEqual([ITEMS]);
    expect(data[0]?.scopes.toSorted()).toEqual(['openid', 'read_items']);
  });
});

describe('a device', () => {
  async function device(form: Record<string, string>, scopes = ['read_items', 'read_spaces', 'write:users']) {
    const client = await addApplication(server.database, {
      name: 'Television',
      ownerId: owner.id,
      grantTypes: [DEVICE_CODE],
      scopes,
    });
    const identity = basic(client.clientId, client.clientSecret);
    const answer = await postForm(`${server.baseUrl}/oauth/device_authorization`, form, identity);
    const { device_code, user_code } = answer.json as { device_code: string; user_code: string };
    const poll = () =>
      postForm(`${server.baseUrl}/oauth/token`, { grant_type: DEVICE_CODE, device_code }, identity).then(
        ({ json }) => json as { scope?: string; error?: string },
      );
    return { client, user_code, poll };
  }

  async function atDecision(userCode: string, person = ada, browser = newBrowser()) {
    const entered = await browser.submit(await browser.open('/device'), { user_code: userCode });
    const page = entered.text.includes('name="password"')
      ? await browser.submit(entered, credentials(person))
      : entered;
    return { browser, page };
  }

  it('whose scopes are cut to nothing gets nothing, and not the default scopes', async () => {
    const { user_code, poll } = await device({ scope: 'read_spaces', resource: ITEMS });
    const { browser, page } = await atDecision(user_code);
    expect([shown(page), page.text.includes('nothing more')]).toEqual([[], true]);
    await browser.submit(page, { decision: 'allow' });
    expect((await poll()).scope ?? '').toBe('');
  });

  it('is shown with the API it is for', async () => {
    const { user_code } = await device({ scope: 'read_items', resource: ITEMS });
    const { page } = await atDecision(user_code);
    expect([page.text.includes(`<strong>${ITEMS}</strong>`), shown(page)]).toEqual([true, ['read_items']]);
  });

  it('gets the shown scopes, though the person is promoted before it asks', async () => {
    const late = await newPerson(server, admin);
    const { user_code, poll } = await device({ scope: 'read_items write:users' });
    const { browser, page } = await atDecision(user_code, late);
    expect(shown(page)).toEqual(['read_items']);
    await browser.submit(page, { decision: 'allow' });
    await server.database.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [late.id]);
    expect((await poll()).scope).toBe('read_items');
  });

  it('is decided about by the account that was shown, and as it was shown', async () => {
    const { client, user_code, poll } = await device({ scope: 'read_items' });
    const { browser, page } = await atDecision(user_code);
    const { cookies } = (await atDecision(user_code, bob)).browser;
    const mine = browser.cookies.get(server.cookies.session) ?? '';
    browser.cookies.set(server.cookies.session, cookies.get(server.cookies.session) ?? '');
    const again = await browser.submit(page, { decision: 'allow' });
    expect(again.text).toContain(CHANGED);
    expect((await poll()).error).toBe('authorization_pending');
    browser.cookies.set(server.cookies.session, mine);
    expect((await owner.api.patch(`applications/${client.id}`, { name: 'Your bank' })).status).toBe(200);
    expect((await browser.submit(page, { decision: 'allow' })).text).toContain(CHANGED);
  });
});

describe('a waiting request belongs to the browser that began it', () => {
  it('and is refused on every page of another', async () => {
    const party = await partyOf();
    const { browser, page } = await atConsent(party);
    const { browser: other } = await atConsent(party);
    for (const path of [
      '/interaction/consent',
      '/interaction/sign-in',
      '/interaction/select-account',
      '/oauth/authorize/resume',
    ]) {
      for (const elsewhere of [other, newBrowser()]) {
        const refused = await elsewhere.open(`${path}?ticket=${ticketOf(page)}`);
        expect([path, refused.status, refused.text.includes(OTHER_BROWSER)]).toEqual([path, 400, true]);
      }
    }
    expect(codeOf(await browser.submit(page, { decision: 'allow' }))).toBeDefined();
  });

  it('so does a request to sign out', async () => {
    const party = await partyOf();
    const { browser } = await atConsent(party);
    const page = await browser.open('/oauth/end-session');
    const ticket = page.forms[0]?.fields.ticket ?? '';
    const { browser: other } = await atConsent(party);
    expect((await other.open(`/interaction/sign-out?ticket=${ticket}`)).text).toContain(OTHER_BROWSER);
    expect(other.cookies.has(server.cookies.session)).toBe(true);
  });

  it('a form of another site, which brings no cookie, is bound by the redirect that follows', async () => {
    const party = await partyOf();
    const { browser, page } = await atConsent(party);
    await browser.submit(page, { decision: 'allow' });
    const mark = browser.cookies.get(server.cookies.form);
    const form = Object.fromEntries(new URL(party.request({ prompt: 'login' }), server.baseUrl).searchParams);
    // as the other site's form is sent: without cookies, and here without following
    const bare = newBrowser();
    const began = await bare.post('/oauth/authorize', form, { 'sec-fetch-site': 'cross-site' });
    const [arrival = ''] = bare.trail;
    expect(began.status).toBe(200);

    const followed = await browser.open(arrival.slice(server.baseUrl.length));
    expect([isAt(followed, 'sign-in'), browser.cookies.get(server.cookies.form)]).toEqual([true, mark]);
    const { browser: other } = await atConsent(await partyOf());
    expect((await other.open(`/interaction/sign-in?ticket=${ticketOf(followed)}`)).text).toContain(OTHER_BROWSER);
    clock.advance(61);
    expect((await browser.open(arrival.slice(server.baseUrl.length))).status).toBe(400);
  });

  it('a picture on another site gives the browser no other mark', async () => {
    const party = await partyOf();
    const bare = newBrowser();
    const picture = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
    await bare.open(party.request(), picture);
    await bare.open('/device', picture);
    expect(bare.cookies.has(server.cookies.form)).toBe(false);
  });
});

describe('a sign-in counts for the request on whose page it was made', () => {
  it.each(['login', 'select_account'])('prompt=%s is not answered by another sign-in since', async (prompt) => {
    const party = await partyOf();
    const { browser, page } = await atConsent(party);
    await browser.submit(page, { decision: 'allow' });
    const waiting = await browser.open(party.request({ prompt }));
    clock.advance(1);
    // in another tab
    const tab = await browser.open(party.request({ prompt: 'login' }));
    expect(codeOf(await browser.walk(tab, ada))).toBeDefined();
    const resumed = await browser.open(`/oauth/authorize/resume?ticket=${ticketOf(waiting)}`);
    expect(resumed.leftFor).toBeUndefined();
    expect(isAt(resumed, prompt === 'login' ? 'sign-in' : 'select-account')).toBe(true);
  });

  it.each(['0', '1'])('max_age=%s is answered once, however long the rest takes, for ten minutes', async (max_age) => {
    const party = await partyOf();
    const { browser } = await atConsent(party);
    clock.advance(2);
    const signIn = await browser.open(party.request({ max_age }));
    expect(isAt(signIn, 'sign-in')).toBe(true);
    const consent = await browser.submit(signIn, credentials(ada));
    expect(isAt(consent, 'consent')).toBe(true);
    clock.advance(500);
    expect(isAt(await browser.open(consent.url.slice(server.baseUrl.length)), 'consent')).toBe(true);
    clock.advance(101);
    expect(isAt(await browser.submit(consent, { decision: 'allow' }), 'sign-in')).toBe(true);
  });

  it('and for the session it began', async () => {
    const party = await partyOf();
    const { browser, page } = await atConsent(party, { prompt: 'login' });
    clock.advance(1);
    await browser.walk(await browser.open(party.request({ prompt: 'login' })), bob);
    expect(isAt(await browser.submit(page, { decision: 'allow' }), 'sign-in')).toBe(true);
  });

  it('what asks for no new sign-in goes on after one in another tab', async () => {
    const party = await partyOf();
    const browser = newBrowser();
    const [first, second] = [await browser.open(party.request()), await browser.open(party.request())];
    expect(codeOf(await browser.walk(second, ada))).toBeDefined();
    const resumed = await browser.open(`/oauth/authorize/resume?ticket=${ticketOf(first)}`);
    const { id_token } = (await party.redeem(codeOf(resumed) ?? '')).json as { id_token: string };
    expect(claimsOf(id_token).sub).toBe(ada.id);
  });
});
