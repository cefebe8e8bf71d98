import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator, totpOf } from '../support/authenticator.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { accessibilityFaults } from './axe.js';
import { launchChromium, type Misdeeds, screenshot, signInAt, visitor } from './browser.js';

const CALLBACK = 'http://127.0.0.1:9999/callback';
const LOOKS = [
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { name: 'desktop-light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
] as const;

(requireTools('a second factor, in a browser', ['chromium']) ? describe : describe.skip)(
  'a second factor, in a browser',
  () => {
    const clock = new TestClock();
    let server: Latchkey;
    let browser: Browser;
    let page: Page;
    let misdeeds: Misdeeds;
    let ada: Person;
    let application: OAuthClient;
    let secret: string;
    let recoveryCodes: string[];

    const code = () => {
      clock.advance(60);
      return totpOf(secret).generate({ timestamp: clock.now().getTime() });
    };

    beforeAll(async () => {
      server = await startLatchkey({ clock });
      browser = await launchChromium();
      ada = await newPerson(server, await administrator(server));
      application = await addApplication(server.database, {
        name: 'Warehouse',
        type: 'public',
        secret: null,
        firstParty: true,
        grantTypes: ['authorization_code'],
        scopes: ['openid'],
        redirectUris: [CALLBACK],
      });
      ({ page, misdeeds } = await visitor(browser, server.baseUrl));
    });
    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    /** Looks at the page in each look. */
    async function lookAt(shown: Page, name: string): Promise<void> {
      expect(await accessibilityFaults(shown)).toEqual([]);
      for (const { name: look, viewport, colorScheme } of LOOKS) {
        await shown.setViewportSize(viewport);
        await shown.emulateMedia({ colorScheme });
        await screenshot(shown, `second-factor-${name}-${look}`);
      }
    }

    it('is set up on the page Security, with a QR code and recovery codes', async () => {
      await signInAt(page, '/console/account/security', ada.email, ada.password);
      await page.getByRole('region', { name: 'Authenticator app' }).getByText('off').waitFor();
      await lookAt(page, 'security-off');
      await page.getByRole('button', { name: 'Set up an app' }).click();
      await page.getByLabel('Your password').fill('not the password');
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByText('is not your present password').waitFor();
      await page.getByLabel('Your password').fill(ada.password);
      await page.getByRole('button', { name: 'Go on' }).click();
      const shown = page.getByAltText('QR code of the secret');
      await shown.waitFor();
      expect(
        await shown.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
      ).toBeGreaterThan(0);
      secret = await page.getByTestId('Secret, for an app without a camera').innerText();
      await lookAt(page, 'enrolment');
      await page.getByLabel('Code of the app').fill('000000');
      await page.getByRole('button', { name: 'Finish' }).click();
      await page.getByText('is not the present code of the app').waitFor();
      await page.getByLabel('Code of the app').fill(code());
      await page.getByRole('button', { name: 'Finish' }).click();
      const list = page.getByRole('region', { name: 'Codes to keep' }).locator('pre');
      await list.waitFor();
      recoveryCodes = (await list.innerText()).trim().split('\n');
      expect(recoveryCodes).toHaveLength(10);
      await lookAt(page, 'recovery-codes');
    });

    it('is asked for by the console, on a second step', async () => {
      const { page: another, misdeeds: faults } = await visitor(browser, server.baseUrl);
      await another.goto('/console/account/security');
      await another.getByLabel('Email or user name').fill(ada.email);
      await another.getByLabel('Password', { exact: true }).fill(ada.password);
      await another.getByRole('button', { name: 'Sign in' }).click();
      await another.getByRole('heading', { name: 'Enter a code' }).waitFor();
      await lookAt(another, 'console-code');
      await another.getByLabel('Code of your authenticator app').fill('000000');
      await another.getByRole('button', { name: 'Sign in' }).click();
      await another.getByRole('alert').getByText('This code is wrong').waitFor();
      await another.getByRole('button', { name: 'Use a recovery code' }).click();
      await another.getByLabel('One of your recovery codes').fill(recoveryCodes[0] ?? '');
      await another.getByRole('button', { name: 'Sign in' }).click();
      await another.getByText('9 codes are left.').waitFor();
      expect(faults).toEqual({ complaints: [], foreign: [] });
    });

    it('is asked for on the pages of an application', async () => {
      const { page: another, misdeeds: faults } = await visitor(browser, server.baseUrl);
      let returned: URL | undefined;
      await another.route(`${CALLBACK}*`, (route) => {
        returned = new URL(route.request().url());
        return route.fulfill({ body: 'back' });
      });
      const request = new URLSearchParams({
        ...{ response_type: 'code', client_id: application.clientId, redirect_uri: CALLBACK, scope: 'openid' },
        ...{ code_challenge: challengeOf(VERIFIER), code_challenge_method: 'S256', prompt: 'login' },
      });
      await another.goto(`/oauth/authorize?${request.toString()}`);
      await another.getByLabel('Email or user name').fill(ada.email);
      await another.getByLabel('Password', { exact: true }).fill(ada.password);
      await another.getByRole('button', { name: 'Sign in' }).click();
      await another.getByRole('heading', { name: 'Enter a code' }).waitFor();
      await another.getByText('Use a recovery code').click();
      await lookAt(another, 'page');
      await another.getByLabel('Code of your authenticator app').fill('000000');
      await another.getByRole('button', { name: 'Sign in' }).first().click();
      await another.getByRole('alert').getByText('This code is wrong').waitFor();
      await another.getByLabel('Code of your authenticator app').fill(code());
      await another.getByRole('button', { name: 'Sign in' }).first().click();
      // a public application that is returned to over http asks each time
      await another.getByRole('button', { name: 'Allow' }).click();
      await another.getByText('back').waitFor();
      expect(returned?.searchParams.get('code')).toEqual(expect.any(String));
      expect(faults.complaints).toEqual([]);
    });

    it('is set up on a page of the sign-in, where the application requires one', async () => {
      const bob = await newPerson(server, await administrator(server));
      const boss = await administrator(server);
      const strict = await boss.api.post('applications', {
        ...{ name: 'Vault', type: 'public', scopes: ['openid'], redirect_uris: [CALLBACK], first_party: true },
        second_factor: 'required',
      });
      const { page: another, misdeeds: faults } = await visitor(browser, server.baseUrl);
      await another.route(`${CALLBACK}*`, (route) => route.fulfill({ body: 'back' }));
      const request = new URLSearchParams({
        response_type: 'code',
        client_id: (strict.json as { client_id: string }).client_id,
        redirect_uri: CALLBACK,
        scope: 'openid',
        ...{ code_challenge: challengeOf(VERIFIER), code_challenge_method: 'S256' },
      });
      await another.goto(`/oauth/authorize?${request.toString()}`);
      await another.getByLabel('Email or user name').fill(bob.email);
      await another.getByLabel('Password', { exact: true }).fill(bob.password);
      await another.getByRole('button', { name: 'Sign in' }).click();
      await another.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
      await another.getByText('Without a camera').click();
      const shown = await another.locator('code.secret').innerText();
      await lookAt(another, 'set-up');
      const typed = () => totpOf(shown.trim()).generate({ timestamp: clock.now().getTime() });
      await another.getByLabel('Code that the app shows').fill(typed());
      await another.getByRole('button', { name: 'Set it up and sign in' }).click();
      await another.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
      await lookAt(another, 'set-up-codes');
      await another.getByRole('link', { name: 'I have kept them: go on' }).click();
      // a public application that is returned to over http asks each time
      await another.getByRole('button', { name: 'Allow' }).click();
      await another.getByText('back').waitFor();
      expect(faults.complaints).toEqual([]);
    });

    it('is set up in the console’s sign-in, where administrators must have one', async () => {
      const settings = { SECOND_FACTOR_ADMINS: 'required' };
      const strict = await startLatchkey({ clock, database: server.database, settings });
      const boss = await newPerson(server, await administrator(server), 'admin');
      const { page: another, misdeeds: faults } = await visitor(browser, strict.baseUrl);
      await another.goto('/console/admin/users/new');
      await another.getByLabel('Email or user name').fill(boss.email);
      await another.getByLabel('Password', { exact: true }).fill(boss.password);
      await another.getByRole('button', { name: 'Sign in' }).click();
      await another.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
      const shown = await another.getByTestId('Secret, for an app without a camera').innerText();
      await lookAt(another, 'console-set-up');
      await another
        .getByLabel('Code of the app')
        .fill(totpOf(shown.trim()).generate({ timestamp: clock.now().getTime() }));
      await another.getByRole('button', { name: 'Finish' }).click();
      await another.getByRole('region', { name: 'Codes to keep' }).waitFor();
      await lookAt(another, 'console-set-up-codes');
      await another.getByRole('button', { name: 'I have kept them: go on' }).click();
      await another.getByRole('heading', { name: 'New user' }).waitFor();
      expect(faults).toEqual({ complaints: [], foreign: [] });
      await strict.stop();
    });

    it('is asked for again before an administrator’s act, which then goes on where the person was', async () => {
      const boss = await newPerson(server, await administrator(server), 'admin');
      const phone = await Authenticator.of(boss.api, boss.password, clock);
      const { page: another, misdeeds: faults } = await visitor(browser, server.baseUrl);
      await another.goto('/console/admin/users/new');
      await another.getByLabel('Email or user name').fill(boss.email);
      await another.getByLabel('Password', { exact: true }).fill(boss.password);
      await another.getByRole('button', { name: 'Sign in' }).click();
      clock.advance(60);
      await another.getByLabel('Code of your authenticator app').fill(phone.code());
      await another.getByRole('button', { name: 'Sign in' }).click();
      await another.getByRole('heading', { name: 'New user' }).waitFor();
      clock.advance(601);
      await another.getByRole('textbox', { name: /^Email/ }).fill('made.after@example.com');
      await another.getByRole('textbox', { name: /^Password/ }).fill('a password of theirs');
      await another.getByRole('button', { name: 'Create user' }).click();
      const dialog = another.getByRole('dialog', { name: 'Confirm that it is you' });
      await dialog.waitFor();
      await lookAt(another, 'step-up');
      await dialog.getByLabel('Code').fill('000000');
      await dialog.getByRole('button', { name: 'Confirm' }).click();
      await dialog.getByText('is wrong, too old or was used already').waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await another.getByText('This takes a fresh second factor').waitFor();
      await another.getByRole('button', { name: 'Create user' }).click();
      await dialog.getByLabel('Code').fill(phone.code());
      await dialog.getByRole('button', { name: 'Confirm' }).click();
      await another.getByRole('heading', { name: 'made.after@example.com' }).waitFor();
      expect(faults).toEqual({ complaints: [], foreign: [] });
    });

    it('is led to by the console, where an administrator must have one and has none', async () => {
      const boss = await newPerson(server, await administrator(server), 'admin');
      const settings = { SECOND_FACTOR_ADMINS: 'required' };
      const strict = await startLatchkey({ clock, database: server.database, settings });
      const { page: another } = await visitor(browser, server.baseUrl);
      await signInAt(another, '/console/account', boss.email, boss.password);
      // signed in before the policy
      const kept = (await another.context().cookies()).find(({ name }) => name === server.cookies.session);
      const { value = '' } = kept ?? {};
      await another.context().addCookies([{ name: strict.cookies.session, value, url: strict.baseUrl }]);
      await another.goto(`${strict.baseUrl}/console/admin/users/new`);
      await another.getByRole('textbox', { name: /^Email/ }).fill('not.made@example.com');
      await another.getByRole('textbox', { name: /^Password/ }).fill('a password of theirs');
      await another.getByRole('button', { name: 'Create user' }).click();
      await another.getByRole('dialog', { name: 'A second factor is needed' }).waitFor();
      await lookAt(another, 'step-up-without-factor');
      await another.getByRole('link', { name: 'Go to Security' }).click();
      await another.getByRole('button', { name: 'Leave without saving' }).click();
      await another.getByRole('button', { name: 'Set up an app' }).waitFor();
      await strict.stop();
    });

    it('is shown to administrators, who can reset it', async () => {
      const { page: another } = await visitor(browser, server.baseUrl);
      await signInAt(another, `/console/admin/users/${ada.id}`, 'admin@example.com', 'correct horse battery staple');
      await another.getByRole('tab', { name: 'Security' }).click();
      await another.getByText('An authenticator app, set up').waitFor();
      await lookAt(another, 'of-a-user');
      await another.getByRole('button', { name: 'Reset the second factor' }).click();
      await another.getByRole('button', { name: 'Reset', exact: true }).click();
      await another.getByText('None: the password alone signs in.').waitFor();
      expect(misdeeds).toEqual({ complaints: [], foreign: [] });
    });
  },
);
