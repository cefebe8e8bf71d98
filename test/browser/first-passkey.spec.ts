import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, type Person } from '../support/management.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { totpOf } from '../support/authenticator.js';
import { accessibilityFaults } from './axe.js';
import { launchChromium, screenshot, visitor } from './browser.js';
import { Device } from './device.js';

const CALLBACK = 'http://127.0.0.1:9999/callback';
const LOOKS = [
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { name: 'desktop-light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
] as const;

(requireTools('a passkey as the first second factor', ['chromium']) ? describe : describe.skip)(
  'a passkey as the first second factor, in a browser',
  () => {
    const clock = new TestClock();
    let server: Latchkey;
    let browser: Browser;
    let admin: Person;
    let clientId: string;
    let people = 0;

    beforeAll(async () => {
      server = await startLatchkey({ clock, host: 'localhost', settings: { SECOND_FACTOR_MEMBERS: 'required' } });
      browser = await launchChromium();
      admin = await administrator(server);
      const settings = { type: 'public', first_party: true, scopes: ['openid'], redirect_uris: [CALLBACK] };
      const made = await admin.api.post('applications', { name: 'Vault', ...settings });
      clientId = (made.json as { client_id: string }).client_id;
    });
    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    async function lookAt(shown: Page, name: string): Promise<void> {
      expect(await accessibilityFaults(shown)).toEqual([]);
      for (const { name: look, viewport, colorScheme } of LOOKS) {
        await shown.setViewportSize(viewport);
        await shown.emulateMedia({ colorScheme });
        await screenshot(shown, `first-passkey-${name}-${look}`);
      }
    }

    /** A browser in which a member has shown the password at this address. */
    async function halfWay(path: string, options = {}, heading = 'Set up a second factor') {
      const person = { email: `member${String(++people)}@example.com`, password: 'the password of a member' };
      await admin.api.post('users', person);
      const { page, misdeeds } = await visitor(browser, server.baseUrl, options);
      await page.route(`${CALLBACK}*`, (route) => route.fulfill({ body: 'back' }));
      const device = await Device.at(page, server.baseUrl);
      await page.goto(path);
      await page.getByLabel('Email or user name').fill(person.email);
      await page.getByLabel('Password', { exact: true }).fill(person.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: heading }).waitFor();
      return { page, device, misdeeds };
    }

    const request = (more: Record<string, string> = {}) =>
      `/oauth/authorize?${new URLSearchParams({
        ...{ response_type: 'code', client_id: clientId, redirect_uri: CALLBACK, scope: 'openid' },
        ...{ code_challenge: challengeOf(VERIFIER), code_challenge_method: 'S256' },
        ...more,
      }).toString()}`;

    it('is made on the page of a sign-in, which goes on', async () => {
      const { page, device, misdeeds } = await halfWay(request());
      await page.getByRole('button', { name: 'Set up a passkey' }).waitFor();
      await lookAt(page, 'page');
      await device.isTouched(true);
      await page.getByRole('button', { name: 'Set up a passkey' }).click();
      await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
      await lookAt(page, 'codes');
      expect(await device.credentials()).toEqual([
        expect.objectContaining({ rpId: 'localhost', isResidentCredential: true }),
      ]);
      await page.getByRole('link', { name: 'I have kept them: go on' }).click();
      // a public application that is returned to over http asks each time
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByText('back').waitFor();
      expect(misdeeds.complaints).toEqual([]);
      // and it signs in from now on
      await page.context().clearCookies();
      await page.goto(request());
      await page.getByRole('button', { name: 'Allow' }).waitFor();
    });

    it('is all that an application takes which insists on one, and may be declined', async () => {
      const claims = JSON.stringify({ id_token: { acr: { essential: true, value: 'phrh' } } });
      const { page, device, misdeeds } = await halfWay(request({ claims }), {}, 'Set up a passkey');
      await page.getByRole('button', { name: 'Set up a passkey' }).waitFor();
      await lookAt(page, 'insisted');
      const address = page.url();
      await page.getByRole('button', { name: 'Go back without one' }).click();
      await page
        .getByRole('link', { name: /^Go on to/ })
        .or(page.getByText('back'))
        .first()
        .waitFor();
      await page.goto(address);
      await device.isTouched(true);
      await page.getByRole('button', { name: 'Set up a passkey' }).click();
      await page.getByRole('link', { name: 'I have kept them: go on' }).click();
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByText('back').waitFor();
      expect(misdeeds.complaints).toEqual([]);
    });

    it('is no condition: an app is set up without JavaScript', async () => {
      const { page } = await halfWay(request(), { javaScriptEnabled: false });
      expect(await page.getByText('Set up a passkey').isVisible()).toBe(false);
      await page.getByText('Without a camera').click();
      const secret = (await page.locator('code.secret').innerText()).trim();
      await screenshot(page, 'first-passkey-page-without-script');
      const code = totpOf(secret).generate({ timestamp: clock.now().getTime() });
      await page.getByLabel('Code that the app shows').fill(code);
      await page.getByRole('button', { name: 'Set it up and sign in' }).click();
      await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
    });

    it('is made in the console’s sign-in, which goes on where the person was', async () => {
      const { page, device, misdeeds } = await halfWay('/console/account/security');
      await page.getByRole('button', { name: 'Set up a passkey' }).waitFor();
      await page.getByAltText('QR code of the secret').waitFor();
      await lookAt(page, 'console');
      await device.isTouched(true);
      await page.getByRole('button', { name: 'Set up a passkey' }).click();
      await page.getByRole('region', { name: 'Codes to keep' }).waitFor();
      await page.getByRole('button', { name: 'I have kept them: go on' }).click();
      await page
        .getByRole('group', { name: / on Linux/ })
        .first()
        .waitFor();
      expect(misdeeds).toEqual({ complaints: [], foreign: [] });
    });
  },
);
