import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WITHOUT_COOKIES } from '../../src/interaction/form-guard.js';
import { Authenticator, totpOf } from '../support/authenticator.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { accessibilityFaults } from './axe.js';
import { givePassword, launchChromium, lookElsewhere, screenshot, signInAt, visitor } from './browser.js';
import { Device } from './device.js';
import { standsStill } from './stillness.js';

(requireTools('the sign-in of the console', ['chromium']) ? describe : describe.skip)(
  'the sign-in of the console',
  () => {
    const clock = new TestClock();
    let server: Latchkey;
    let browser: Browser;
    let admin: Person;
    let people = 0;
    let passkeys: Record<string, unknown>[] = [];

    beforeAll(async () => {
      // a code that was read is of the same step when it has been typed and sent
      clock.hold();
      server = await startLatchkey({ clock, host: 'localhost', settings: { SECOND_FACTOR_MEMBERS: 'required' } });
      browser = await launchChromium();
      admin = await administrator(server);
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    async function newMember() {
      const person = { email: `joiner${String(++people)}@example.com`, password: 'the password of a member' };
      expect((await admin.api.post('users', person)).status).toBe(201);
      return person;
    }

    const codes = (page: Page) => page.getByRole('region', { name: 'Codes to keep' }).locator('pre');
    const goOn = (page: Page) => page.getByRole('button', { name: 'I have kept them: go on' });

    describe('shows the recovery codes until the person has kept them:', () => {
      it('of an authenticator app, while another tab is looked at and the server does not answer', async () => {
        const { page, misdeeds } = await visitor(browser, server.baseUrl);
        await page.goto('/console/account/sessions');
        await givePassword(page, await newMember());
        const secret = await page.getByTestId('Secret, for an app without a camera').innerText();
        const code = totpOf(secret.trim()).generate({ timestamp: clock.now().getTime() });
        await page.getByLabel('Code of the app').fill(code);
        await page.getByRole('button', { name: 'Finish' }).click();
        await codes(page).waitFor();
        const shown = await codes(page).innerText();
        await lookElsewhere(page);
        await standsStill(page);
        expect(await codes(page).innerText()).toBe(shown);
        await page.route('**/api/v1/users/me', (route) => route.fulfill({ status: 500, json: { detail: 'Not now' } }));
        await goOn(page).click();
        await page.getByRole('alert').getByText('Not now').waitFor();
        expect(await codes(page).innerText()).toBe(shown);
        expect(await accessibilityFaults(page)).toEqual([]);
        await screenshot(page, 'console-codes-to-keep-light');
        await page.unrouteAll({ behavior: 'wait' });
        await goOn(page).click();
        await page.getByRole('heading', { name: 'Sessions & sign-ins' }).waitFor();
        expect(misdeeds).toEqual({ complaints: [], foreign: [] });
      });

      it('of a passkey, whose set-up is answered after the session was seen', async () => {
        const { page } = await visitor(browser, server.baseUrl);
        const device = await Device.at(page, server.baseUrl);
        await page.goto('/console/account/sessions');
        await givePassword(page, await newMember());
        await page.getByRole('button', { name: 'Set up a passkey' }).waitFor();
        await page.route('**/v1/session/passkey/registration', async (route) => {
          const response = await route.fetch();
          if (route.request().method() === 'PUT') {
            await lookElsewhere(page);
            await page.getByRole('heading', { name: 'Sessions & sign-ins' }).waitFor();
          }
          await route.fulfill({ response });
        });
        await device.isTouched(true);
        await page.getByRole('button', { name: 'Set up a passkey' }).click();
        await codes(page).waitFor();
        await page.unrouteAll({ behavior: 'wait' });
        passkeys = await device.credentials();
        await goOn(page).click();
        await page.getByRole('heading', { name: 'Sessions & sign-ins' }).waitFor();
      });
    });

    describe('says so where the browser keeps no cookies:', () => {
      const alert = (page: Page) => page.getByRole('alert').getByText(WITHOUT_COOKIES);

      async function withoutCookies(): Promise<Page> {
        const { page } = await visitor(browser, server.baseUrl);
        await page.route('**/v1/session/**', async (route) => {
          const response = await route.fetch();
          await page.context().clearCookies();
          const { 'set-cookie': _, ...headers } = response.headers();
          await route.fulfill({ response, headers });
        });
        return page;
      }

      it('after a password, and signs in once it keeps them', async () => {
        const page = await withoutCookies();
        await page.goto('/console/account/sessions');
        await givePassword(page, ADMINISTRATOR);
        await alert(page).waitFor();
        await standsStill(page);
        expect(await accessibilityFaults(page)).toEqual([]);
        await screenshot(page, 'console-without-cookies-light');
        await page.unrouteAll({ behavior: 'wait' });
        await givePassword(page, ADMINISTRATOR);
        await page.getByRole('heading', { name: 'Sessions & sign-ins' }).waitFor();
      });

      it('after a password that takes a code, too', async () => {
        const boss = await newPerson(server, admin, 'admin');
        await Authenticator.of(boss.api, boss.password, clock);
        const page = await withoutCookies();
        await page.goto('/console');
        await givePassword(page, boss);
        await alert(page).waitFor();
      });

      it('after a password with which a second factor is to be set up', async () => {
        const page = await withoutCookies();
        await page.goto('/console');
        await givePassword(page, await newMember());
        await alert(page).waitFor();
        await page.getByRole('button', { name: 'Begin again' }).click();
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      });

      it('after a passkey', async () => {
        const page = await withoutCookies();
        const device = await Device.at(page, server.baseUrl, passkeys);
        await page.goto('/console');
        await page.getByRole('button', { name: 'Use a passkey' }).waitFor();
        await device.isTouched(true);
        await page.getByRole('button', { name: 'Use a passkey' }).click();
        await alert(page).first().waitFor();
      });
    });

    it('says why it cannot go on where the server does not answer after the password', async () => {
      const { page } = await visitor(browser, server.baseUrl);
      await page.goto('/console');
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      await page.route('**/api/v1/users/me', (route) => route.fulfill({ status: 500, json: { detail: 'Not now' } }));
      await givePassword(page, ADMINISTRATOR);
      await page.getByRole('alert').getByText('Not now').waitFor();
      expect(await page.getByText(WITHOUT_COOKIES).count()).toBe(0);
    });

    describe('takes the place of a page', () => {
      it('only where the session has ended, and not where its account cannot be loaded again', async () => {
        const { page } = await visitor(browser, server.baseUrl);
        await signInAt(page, '/console/account/api-keys/new', ADMINISTRATOR.email, ADMINISTRATOR.password);
        await page.getByRole('textbox', { name: 'Name' }).fill('Nightly export');
        await page.getByRole('checkbox', { name: 'read:account' }).check();
        await page.getByRole('button', { name: 'Create API key' }).click();
        await page.getByText('It is shown this once').waitFor();
        const answerWith = (status: number) =>
          page.route('**/api/v1/users/me', (route) => route.fulfill({ status, json: { status, detail: 'Not now' } }));
        await answerWith(500);
        await lookElsewhere(page);
        await standsStill(page);
        expect(await page.getByText('It is shown this once').count()).toBe(1);
        await answerWith(401);
        await lookElsewhere(page);
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      });

      it('never where the account could not be loaded at all', async () => {
        const { page } = await visitor(browser, server.baseUrl);
        await page.route('**/api/v1/users/me', (route) => route.fulfill({ status: 500, json: { detail: 'Not now' } }));
        await page.goto('/console');
        await page.getByRole('alert').getByText('Not now').waitFor();
        await page.unrouteAll({ behavior: 'wait' });
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      });
    });
  },
);
