import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { administrator, type Person } from '../support/management.js';
import type { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { totpOf } from '../support/authenticator.js';
import { givePassword, launchChromium, screenshot, visitor } from './browser.js';
import { Device } from './device.js';
import { lookAt } from './looks.js';
import { watchRequests } from './stillness.js';
import { allow, answerCallback, backAtTheApplication, CALLBACK, vault } from './warehouse.js';

(requireTools('a passkey as the first second factor', ['chromium']) ? describe : describe.skip)(
  'a passkey as the first second factor, in a browser',
  () => {
    const clock = new TestClock();
    let server: Latchkey;
    let browser: Browser;
    let admin: Person;
    let application: RelyingParty;
    let people = 0;

    beforeAll(async () => {
      // a code that was read is of the same step when it has been typed and sent
      clock.hold();
      server = await startLatchkey({ clock, host: 'localhost', settings: { SECOND_FACTOR_MEMBERS: 'required' } });
      browser = await launchChromium();
      admin = await administrator(server);
      const settings = { type: 'public', first_party: true, scopes: ['openid'], redirect_uris: [CALLBACK] };
      const made = await admin.api.post('applications', { name: 'Vault', ...settings });
      application = vault(server, made.json);
    });
    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    /** A browser in which a member has shown the password at this address. */
    async function halfWay(path: string, options = {}, heading = 'Set up a second factor') {
      const person = { email: `member${String(++people)}@example.com`, password: 'the password of a member' };
      await admin.api.post('users', person);
      const { page, misdeeds } = await visitor(browser, server.baseUrl, options);
      await answerCallback(page);
      const device = await Device.at(page, server.baseUrl);
      await page.goto(path);
      await givePassword(page, person);
      await page.getByRole('heading', { name: heading }).waitFor();
      return { page, device, misdeeds, person };
    }

    const request = (more: Record<string, string> = {}) => application.request({ scope: 'openid', ...more });

    it('is made on the page of a sign-in, which goes on', async () => {
      const { page, device, misdeeds } = await halfWay(request());
      await page.getByRole('button', { name: 'Set up a passkey' }).waitFor();
      await lookAt(page, 'first-passkey-page');
      await device.isTouched(true);
      await page.getByRole('button', { name: 'Set up a passkey' }).click();
      await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
      await lookAt(page, 'first-passkey-codes');
      expect(await device.credentials()).toEqual([
        expect.objectContaining({ rpId: 'localhost', isResidentCredential: true }),
      ]);
      await page.getByRole('link', { name: 'I have kept them: go on' }).click();
      await allow(page);
      expect(misdeeds.complaints).toEqual([]);
      // and it signs in from now on
      await page.context().clearCookies();
      await page.goto(request());
      await page.getByRole('button', { name: 'Allow' }).waitFor();
    });

    it('is all that an application takes which insists on one, and may be declined', async () => {
      const claims = JSON.stringify({ id_token: { acr: { essential: true, value: 'phrh' } } });
      const { page, device, misdeeds, person } = await halfWay(request({ claims }), {}, 'Set up a passkey');
      await page.getByRole('button', { name: 'Set up a passkey' }).waitFor();
      await lookAt(page, 'first-passkey-insisted');
      const plain = await page.context().newPage();
      watchRequests(plain);
      await plain.addInitScript('delete window.PublicKeyCredential');
      await plain.goto(page.url());
      await plain.getByRole('status').getByText('Passkeys do not work in this browser').waitFor();
      await lookAt(plain, 'first-passkey-unsupported');
      await plain.close();
      const address = page.url();
      await page.getByRole('button', { name: 'Go back without one' }).click();
      await page
        .getByRole('link', { name: /^Go on to/ })
        .or(backAtTheApplication(page))
        .first()
        .waitFor();
      // who comes to this browser next finds nothing to go on with
      await page.goto(address);
      await page.getByText('does not wait any more').waitFor();
      await page.goto(request({ claims }));
      await givePassword(page, person);
      await device.isTouched(true);
      await page.getByRole('button', { name: 'Set up a passkey' }).click();
      await page.getByRole('link', { name: 'I have kept them: go on' }).click();
      await allow(page);
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

    it('waits no more in the console once it was cancelled', async () => {
      const { page } = await halfWay('/console/account/security');
      const waits = async () => (await page.context().cookies()).some(({ name }) => name === server.cookies.half);
      expect(await waits()).toBe(true);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await eventually(waits, (value) => expect(value).toBe(false));
    });

    it('is made in the console’s sign-in, which goes on where the person was', async () => {
      const { page, device, misdeeds } = await halfWay('/console/account/security');
      await page.getByRole('button', { name: 'Set up a passkey' }).waitFor();
      await page.getByAltText('QR code of the secret').waitFor();
      await lookAt(page, 'first-passkey-console');
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
