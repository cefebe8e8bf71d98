import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { faultsInLightAndDark } from './axe.js';
import { launchChromium, visitor } from './browser.js';
import { expectOf } from '../support/expect-of.js';

const CALLBACK = 'http://127.0.0.1:9999/callback';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
/** Dark on transparent, and wide: hard to show in dark mode and in little space. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><text y="70" font-size="80" fill="#111">acme</text></svg>`;
const ACME = 'https://acme.example.com';
const LOGO_URL = `${ACME}/logo.svg`;
/** A name that would do harm if it were not shown as text. */
const NAME = 'Warehouse <b>&amp;</b> Shop';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };
const SCREENS = [
  { name: 'phone', viewport: PHONE },
  { name: 'desktop', viewport: DESKTOP },
];

(requireTools('the pages, in a browser', ['chromium']) ? describe : describe.skip)('the pages, in a browser', () => {
  let server: Latchkey;
  let browser: Browser;
  let application: OAuthClient;
  let branded: OAuthClient;
  let person: Person;
  let other: Person;

  beforeAll(async () => {
    server = await startLatchkey({ settings: { ATTEMPTS_PER_ACCOUNT_AND_NETWORK: '1000' } });
    browser = await launchChromium();
    application = await addApplication(server.database, {
      name: NAME,
      type: 'public',
      secret: null,
      grantTypes: ['authorization_code', DEVICE_CODE],
      scopes: ['openid', 'profile', 'read_items', 'write_items'],
      redirectUris: [CALLBACK],
    });
    const admin = await administrator(server);
    branded = await addApplication(server.database, {
      name: 'Acme Store',
      type: 'public',
      secret: null,
      grantTypes: ['authorization_code'],
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      redirectUris: [`${ACME}/callback`],
      metadata: {
        logo_uri: LOGO_URL,
        client_uri: ACME,
        policy_uri: `${ACME}/privacy`,
        tos_uri: `${ACME}/terms`,
      },
    });
    const brand = { name: 'Acme', slug: 'acme', logo_url: LOGO_URL, primary_color: '#7a1fa2' };
    const { id } = (await admin.api.post('brands', brand)).json as { id: string };
    await server.database.query('UPDATE applications SET brand_id = $1, brand_given = true WHERE id = $2', [
      id,
      branded.id,
    ]);
    person = await newPerson(server, admin);
    other = await newPerson(server, admin);
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  function request(parameters: Record<string, string> = {}): string {
    const all = {
      response_type: 'code',
      client_id: application.clientId,
      redirect_uri: CALLBACK,
      state: 'the state',
      code_challenge: challengeOf(VERIFIER),
      code_challenge_method: 'S256',
      ...parameters,
    };
    return `/oauth/authorize?${new URLSearchParams(all).toString()}`;
  }

  async function deviceCode(): Promise<string> {
    const form = { client_id: application.clientId };
    const answer = await postForm(`${server.baseUrl}/oauth/device_authorization`, form);
    return (answer.json as { user_code: string }).user_code;
  }

  /** A visitor's page, and what the application is sent. */
  async function visit(options: BrowserContextOptions = {}) {
    const { context, page, misdeeds } = await visitor(browser, server.baseUrl, options);
    const left: { url?: URL; body?: string | null } = {};
    await page.route(`${CALLBACK}**`, (route) => {
      left.url = new URL(route.request().url());
      left.body = route.request().postData();
      return route.fulfill({ status: 200, contentType: 'text/plain', body: 'back at the application' });
    });
    await page.route(LOGO_URL, (route) => route.fulfill({ contentType: 'image/svg+xml', body: LOGO }));
    return { context, page, misdeeds, left };
  }

  async function signIn(page: Page, password = person.password, email = person.email): Promise<void> {
    await page.getByLabel('Email or user name').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  it('the sign-in form is ready to be typed into, and shows the password to who asks', async () => {
    const { context, page, misdeeds } = await visit();
    const [name, password] = [page.getByLabel('Email or user name'), page.getByLabel('Password')];
    // a browser focuses it with the first frame that it draws
    const focusIsOn = (field: typeof name) => field.and(page.locator(':focus')).waitFor();
    await page.goto(request());
    await focusIsOn(name);
    await signIn(page, 'not the password');
    await page.getByRole('alert').waitFor();
    await focusIsOn(password);
    await password.fill('typed');
    await page.getByRole('button', { name: 'Show password' }).click();
    await password.and(page.locator('[type=text]')).waitFor();
    await page.getByRole('button', { name: 'Show password', pressed: true }).click();
    await password.and(page.locator('[type=password]')).waitFor();
    expect(misdeeds.complaints).toEqual([]);
    await context.close();
  });

  describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
    it('a person signs in at the second try, allows, and returns with a code', async () => {
      const { context, page, misdeeds, left } = await visit({ javaScriptEnabled });
      await page.goto(request());
      await signIn(page, 'not the password');
      await page.getByRole('alert').getByText('Incorrect email or password').waitFor();
      await signIn(page);
      await page.getByRole('heading', { name: `Allow ${NAME}?` }).waitFor();
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByText('back at the application').waitFor();
      expect(left.url?.searchParams.get('code')).toBeTruthy();
      expect(left.url?.searchParams.get('state')).toBe('the state');
      expect(misdeeds.complaints).toEqual([]);
      await context.close();
    });

    it('a person denies', async () => {
      const { context, page, left } = await visit({ javaScriptEnabled });
      await page.goto(request());
      await signIn(page);
      await page.getByRole('button', { name: 'Deny' }).click();
      await page.getByText('back at the application').waitFor();
      expect(left.url?.searchParams.get('error')).toBe('access_denied');
      await context.close();
    });

    it('a person goes on with another account', async () => {
      const { context, page, misdeeds, left } = await visit({ javaScriptEnabled });
      await page.goto(request());
      await signIn(page);
      await page.getByRole('heading', { name: `Allow ${NAME}?` }).waitFor();
      await page.goto(request({ prompt: 'select_account', login_hint: other.email }));
      await page.getByRole('button', { name: 'Use another account' }).click();
      expect(await page.getByLabel('Email or user name').inputValue()).toBe(other.email);
      await signIn(page, other.password, other.email);
      await page.getByText(`You are signed in as ${other.email}`).waitFor();
      await page.goto(request({ prompt: 'select_account' }));
      await page.getByRole('button', { name: `Continue as ${other.email}` }).click();
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByText('back at the application').waitFor();
      expect(left.url?.searchParams.get('code')).toBeTruthy();
      expect(misdeeds.complaints).toEqual([]);
      await context.close();
    });

    it('a person connects a device', async () => {
      const { context, page } = await visit({ javaScriptEnabled });
      await page.goto('/device');
      await page.getByLabel('The code on your device').fill('BBBB-BBBB');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('alert').getByText('No device waits under this code').waitFor();
      await page.getByLabel('The code on your device').fill((await deviceCode()).toLowerCase());
      await page.getByRole('button', { name: 'Continue' }).click();
      await signIn(page);
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByRole('heading', { name: 'Device connected' }).waitFor();
      await context.close();
    });

    it('an answer is carried back by POST', async () => {
      const { context, page, misdeeds, left } = await visit({ javaScriptEnabled });
      await page.goto(request({ response_mode: 'form_post' }));
      await signIn(page);
      await page.getByRole('button', { name: 'Allow' }).click();
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('back at the application').waitFor();
      expect(new URLSearchParams(left.body ?? '').get('code')).toBeTruthy();
      expect(misdeeds.complaints).toEqual([]);
      await context.close();
    });

    it('a person signs out', async () => {
      const { context, page } = await visit({ javaScriptEnabled });
      await page.goto(request());
      await signIn(page);
      await page.getByRole('heading', { name: `Allow ${NAME}?` }).waitFor();
      await page.goto('/oauth/end-session');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: /signed out/i }).waitFor();
      await page.goto(request());
      await page.getByLabel('Password').waitFor();
      await context.close();
    });
  });

  describe.each(SCREENS)('on a $name', ({ name, viewport }) => {
    it('every page is accessible in the light and in the dark, and fits', async () => {
      const { context, page } = await visit({ viewport });
      const inspect = async (what: string) => {
        expectOf(what, await faultsInLightAndDark(page, `pages-${what}-${name}`)).toEqual([]);
        expectOf(`${what} is wider than the screen`, await overflows(page)).toBe(false);
      };
      await page.goto(request({ client_id: 'unknown' }));
      await inspect('error');
      await page.goto(request());
      await inspect('sign-in');
      await signIn(page, 'not the password');
      await page.getByRole('alert').waitFor();
      await inspect('sign-in-wrong');
      await signIn(page);
      await page.getByRole('button', { name: 'Allow' }).waitFor();
      await inspect('consent');
      await page.goto(request({ prompt: 'select_account' }));
      await page.getByRole('button', { name: 'Use another account' }).waitFor();
      await inspect('select-account');
      await page.goto('/device');
      await inspect('device');
      await page.getByLabel('The code on your device').fill(await deviceCode());
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('button', { name: 'Allow' }).waitFor();
      await inspect('device-consent');
      await page.getByRole('button', { name: 'Deny' }).click();
      await page.getByRole('heading', { name: 'Device refused' }).waitFor();
      await inspect('device-done');
      await page.goto('/oauth/end-session');
      await inspect('sign-out');
      await page.getByRole('button', { name: 'Stay signed in' }).click();
      await page.getByRole('heading', { name: 'You are still signed in' }).waitFor();
      await inspect('still-signed-in');
      const ask = {
        client_id: branded.clientId,
        redirect_uri: `${ACME}/callback`,
        scope: 'openid email offline_access',
      };
      await page.goto(request({ ...ask, prompt: 'select_account' }));
      await inspect('branded-select-account');
      await page.getByRole('button', { name: 'Use another account' }).click();
      await page.getByLabel('Password').waitFor();
      await inspect('branded-sign-in');
      await page.goto(request(ask));
      await page.getByRole('button', { name: 'Allow' }).waitFor();
      await inspect('branded-consent');
      await page.goto('/oauth/end-session');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: /signed out/i }).waitFor();
      await inspect('signed-out');
      await context.close();
    });
  });
});

async function overflows(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
}
