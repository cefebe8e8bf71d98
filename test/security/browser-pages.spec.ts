import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { call } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const HOSTILE = `<img src=x onerror="alert('x')"> & </title><script>alert(1)</script>`;

const clock = new TestClock();
let server: Latchkey;
let admin: Person;
let ada: Person;
let party: RelyingParty;

beforeAll(async () => {
  server = await startLatchkey({ clock });
  admin = await administrator(server);
  ada = await newPerson(server, admin);
  party = await RelyingParty.at(server);
});
afterAll(() => server.stop());

const newBrowser = () => new Browser(server.baseUrl);
const credentials = () => ({ username: ada.email, password: ada.password });
/** What a value between quotes says is no markup, in any form. */
const withoutValues = (page: Page) => page.text.replaceAll(/="[^"]*"/g, '=""');
const codeOf = (page: Page) => page.leftFor?.searchParams.get('code') ?? undefined;

/** The page of each kind that has a form, in a browser that is as far as that page needs. */
const PAGES: readonly [
  name: string,
  open: () => Promise<{ browser: Browser; page: Page; good: Record<string, string> }>,
][] = [
  [
    'sign-in',
    async () => {
      const browser = newBrowser();
      return { browser, page: await browser.open(party.request()), good: credentials() };
    },
  ],
  [
    'consent',
    async () => {
      const browser = newBrowser();
      const page = await browser.submit(await browser.open(party.request({ prompt: 'consent' })), credentials());
      return { browser, page, good: { decision: 'allow' } };
    },
  ],
  [
    'sign-out',
    async () => {
      const browser = newBrowser();
      await party.tokens(ada, {}, browser);
      return { browser, page: await browser.open('/oauth/end-session'), good: { decision: 'sign-out' } };
    },
  ],
];

describe.each(PAGES)('the form of %s', (_, open) => {
  it('is refused without the token that answers to this browser’s cookie', async () => {
    const { browser, page, good } = await open();
    const { page: elsewhere } = await open();
    const wrong = ['', 'junk', elsewhere.forms[0]?.fields.csrf ?? '', (page.forms[0]?.fields.csrf ?? '').slice(1)];
    for (const csrf of wrong) {
      const answer = await browser.submit(page, { ...good, csrf });
      expect([answer.status, answer.leftFor]).toEqual([403, undefined]);
      expect(answer.text).toContain('This page is old');
      expect(answer.headers['content-type']).toContain('text/html');
    }
    expect((await browser.submit(page, good)).status).toBeLessThan(400);
  });

  it('is refused when another site sends it', async () => {
    const { browser, page, good } = await open();
    const wrong: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of wrong) {
      const answer = await browser.submit(page, good, headers);
      expect(answer.status).toBe(403);
      expect(answer.text).toContain(`Open this at ${server.baseUrl}`);
    }
    const own = { 'sec-fetch-site': 'same-origin', origin: server.baseUrl };
    expect((await browser.submit(page, good, own)).status).toBeLessThan(400);
  });

  it('is refused without its cookie', async () => {
    const { browser, page, good } = await open();
    for (const name of browser.cookies.keys()) if (name.startsWith(server.cookies.form)) browser.cookies.delete(name);
    const refused = await browser.submit(page, good);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('This site needs cookies');
    // plain http under another name: neither a cookie nor Sec-Fetch-Site
    const elsewhere = await browser.submit(page, good, { origin: 'http://auth.lan:3000' });
    expect(elsewhere.text).toContain(`Open this at ${server.baseUrl}`);
  });

  it('takes no field it does not know, and none twice', async () => {
    const { browser, page, good } = await open();
    expect((await browser.submit(page, { ...good, role: 'admin' })).status).toBe(400);
  });

  it('stands on a page that no site may frame, that is not kept, and that holds nothing inline', async () => {
    const { page } = await open();
    const policy = String(page.headers['content-security-policy']);
    expect(page.headers['x-frame-options']).toBe('DENY');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe|\*|data:/);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.text).not.toMatch(/<script(?![^>]* src="\/pages\/)/);
    expect(page.text).not.toMatch(/<style| style=| on[a-z]+=/);
  });
});

describe('what applications, brands and people call themselves', () => {
  it('is text on every page', async () => {
    const named = await RelyingParty.at(server, { name: HOSTILE });
    const brand = await admin.api.post('brands', { name: 'A <b>brand</b>', slug: 'hostile-brand' });
    expect(brand.status).toBe(201);
    const { id: brandId } = brand.json as { id: string };
    await server.database.query('UPDATE applications SET brand_id = $1, brand_given = true WHERE id = $2', [
      brandId,
      named.client.id,
    ]);
    await admin.api.patch(`users/${ada.id}`, { name: '<i>Ada</i>' });

    const browser = newBrowser();
    const signIn = await browser.open(named.request({ login_hint: '"><script>alert(1)</script>' }));
    const consent = await browser.submit(signIn, credentials());
    const chooser = await browser.open(named.request({ prompt: 'select_account' }));
    const signOut = await browser.open(`/oauth/end-session?client_id=${named.client.clientId}`);
    for (const page of [signIn, consent, chooser, signOut]) {
      expect(page.status).toBe(200);
      expect(withoutValues(page)).not.toMatch(/<img src=x|<script>|<b>brand|<i>Ada/);
      expect(page.text).toContain('A &lt;b>brand&lt;/b>');
    }
    for (const page of [consent, signOut]) expect(page.text).toContain('&lt;i>Ada&lt;/i>');
    expect(signIn.forms[0]?.fields.username).toBe('"><script>alert(1)</script>');
  });

  it('is told where to read on, and sees an application’s logo only from the host they return to', async () => {
    const metadata = {
      policy_uri: 'https://app.example.com/privacy?a=1&b=2',
      tos_uri: 'https://app.example.com/terms',
      logo_uri: 'https://app.example.com/logo.png',
    };
    const own = await RelyingParty.at(server, { metadata });
    const browser = newBrowser();
    const signIn = await browser.open(own.request());
    const consent = await browser.submit(signIn, credentials());
    for (const { text } of [signIn, consent]) {
      expect(text).toContain('href="https://app.example.com/privacy?a=1&b=2"');
      expect(text).toContain('href="https://app.example.com/terms"');
      expect(text).toContain('src="https://app.example.com/logo.png"');
    }
    for (const logo_uri of ['https://bank.example.com/logo.png', 'http://app.example.com/logo.png']) {
      const borrowed = await RelyingParty.at(server, { metadata: { ...metadata, logo_uri } });
      expect((await newBrowser().open(borrowed.request())).text).not.toContain('<img');
    }
  });

  it('cannot be a script for a logo', async () => {
    for (const logo_url of [
      'javascript:alert(1)',
      'JAVASCRIPT:alert(1)',
      'data:image/svg+xml,<svg/onload=alert(1)>',
      'http://x.example/',
    ]) {
      const answer = await admin.api.post('brands', { name: 'Brand', slug: 'script-logo', logo_url });
      expect([logo_url, answer.status]).toEqual([logo_url, 400]);
    }
    const page = await newBrowser().open(party.request());
    expect(page.headers['content-security-policy']).toContain("img-src 'self' https:;");
  });

  it('is text in an error, too', async () => {
    const page = await newBrowser().open(party.request({ client_id: HOSTILE, redirect_uri: HOSTILE }));
    expect(page.status).toBe(400);
    expect(page.text).not.toMatch(/<img src=x|<script>/);
    expect(page.headers['x-frame-options']).toBe('DENY');
  });
});

describe('consent', () => {
  it('says who asks, for what, and where it goes', async () => {
    const named = await RelyingParty.at(server, {
      name: 'Weather on Mars',
      redirectUris: ['https://mars.example.org/cb'],
    });
    const browser = newBrowser();
    const page = await browser.submit(await browser.open(named.request({ scope: 'openid read_items' })), credentials());
    for (const told of ['Weather on Mars', 'mars.example.org', '<code>openid</code>', '<code>read_items</code>']) {
      expect(page.text).toContain(told);
    }
    const buttons = page.forms[0]?.buttons;
    expect(buttons).toEqual([
      { name: 'decision', value: 'deny' },
      { name: 'decision', value: 'allow' },
    ]);
  });

  it('is asked of a public application every time, and never given in silence', async () => {
    const native = await RelyingParty.at(server, {
      type: 'public',
      secret: null,
      redirectUris: ['com.example.app:/cb'],
      firstParty: true,
    });
    const browser = newBrowser();
    expect(codeOf(await browser.walk(await browser.open(native.request()), ada))).toBeDefined();
    const again = await browser.open(native.request());
    expect(new URL(again.url).pathname).toBe('/interaction/consent');
    expect(again.headers['content-security-policy']).not.toContain('form-action');
    const silent = await browser.open(native.request({ prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('error')).toBe('consent_required');
  });

  it('is no answer for another person who signed in since', async () => {
    const bob = await newPerson(server, admin);
    const fresh = await RelyingParty.at(server);
    const browser = newBrowser();
    const page = await browser.submit(await browser.open(fresh.request()), credentials());
    clock.advance(1);
    await browser.walk(await browser.open(party.request({ prompt: 'login' })), bob);
    const answer = await browser.submit(page, { decision: 'allow' });
    expect(codeOf(answer)).toBeUndefined();
    const rows = await server.database.query('SELECT FROM consents WHERE application_id = $1', [fresh.client.id]);
    expect(rows).toHaveLength(0);
  });

  it('takes yes or no', async () => {
    const fresh = await RelyingParty.at(server);
    const browser = newBrowser();
    const page = await browser.submit(await browser.open(fresh.request()), credentials());
    for (const decision of ['', 'ALLOW', 'maybe']) {
      expect((await browser.submit(page, { decision })).status).toBe(400);
    }
    const denied = await browser.submit(page, { decision: 'deny' });
    expect(denied.leftFor?.searchParams.get('error')).toBe('access_denied');
  });
});

describe('a ticket', () => {
  it('is sealed, and only good for an hour', async () => {
    const browser = newBrowser();
    const page = await browser.open(party.request());
    const ticket = page.forms[0]?.fields.ticket ?? '';
    for (const altered of [`${ticket}A`, ticket.slice(1), ticket.slice(0, -4), 'junk', '']) {
      expect((await browser.submit(page, { ...credentials(), ticket: altered })).status).toBe(400);
      for (const path of ['/oauth/authorize/resume', '/interaction/sign-in', '/interaction/consent']) {
        expect((await browser.open(`${path}?ticket=${altered}`)).status).toBe(400);
      }
    }
    clock.advance(3601);
    expect((await browser.submit(page, credentials())).status).toBe(400);
  });

  it('of signing in is none of signing out, and the other way round', async () => {
    const browser = newBrowser();
    const signIn = await browser.open(party.request());
    await party.tokens(ada, {}, browser);
    const ended = await browser.open(`/interaction/sign-out?ticket=${signIn.forms[0]?.fields.ticket ?? ''}`);
    expect(ended.text).toContain('Sign out?');
    const signOut = await browser.open('/oauth/end-session');
    expect((await browser.open(`/oauth/authorize/resume?ticket=${signOut.forms[0]?.fields.ticket ?? ''}`)).status).toBe(
      400,
    );
  });
});

describe('cookies', () => {
  const cookiesOf = (page: { headers: { 'set-cookie'?: string[] } }) => page.headers['set-cookie'] ?? [];

  async function signedInAt(latchkey: Latchkey, person: Person): Promise<string[]> {
    const at = await RelyingParty.at(latchkey);
    const browser = new Browser(latchkey.baseUrl);
    const began = await call(`${latchkey.baseUrl}${at.request()}`);
    browser.cookies.set(...((cookiesOf(began)[0]?.split(';')[0]?.split('=') ?? []) as [string, string]));
    const page = await browser.open(at.request());
    const [form] = page.forms;
    const body = new URLSearchParams({ ...form?.fields, username: person.email, password: person.password });
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await call(new URL(form?.action ?? '', page.url).href, {
      method: 'POST',
      headers,
      body: body.toString(),
    });
    return [...cookiesOf(began), ...cookiesOf(page), ...cookiesOf(answer)];
  }

  it('are new with every sign-in, and bound to this host', async () => {
    const [first, second] = [await signedInAt(server, ada), await signedInAt(server, ada)];
    const session = (cookies: string[]) =>
      cookies.find((cookie) => cookie.startsWith(`${server.cookies.session}=`)) ?? '';
    expect(session(first)).toMatch(new RegExp(`^${server.cookies.session}=[\\w-]{43}; .*HttpOnly; SameSite=Lax`));
    expect(session(first)).not.toMatch(/Domain=/i);
    expect(session(first).split(';')[0]).not.toBe(session(second).split(';')[0]);
  });

  it('carry the host prefix and are secure on https', async () => {
    const secure = await startLatchkey({ settings: { ISSUER: 'https://auth.example.com' } });
    const cookies = await signedInAt(secure, await newPerson(secure, await administrator(secure)));
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      '__Host-latchkey-form',
      expect.stringMatching(/^__Host-latchkey-form-\d+$/),
      '__Host-latchkey',
      '__Host-latchkey-state',
    ]);
    for (const cookie of cookies) {
      expect(cookie).toContain('Secure');
      expect(cookie).toContain('Path=/');
      expect(cookie).not.toMatch(/Domain=/i);
    }
    expect(cookies.filter((cookie) => !cookie.includes('HttpOnly')).map((cookie) => cookie.split('=')[0])).toEqual([
      '__Host-latchkey-state',
    ]);
    await secure.stop();
  });
});
