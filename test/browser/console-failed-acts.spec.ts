import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MailServer } from '../support/mail-server.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { accessibilityFaults } from './axe.js';
import { launchChromium, screenshot, signInAt, visitor } from './browser.js';
import { standsStill } from './stillness.js';

(requireTools('acts of the console that fail', ['chromium']) ? describe : describe.skip)(
  'an act of the console that fails',
  () => {
    let mail: MailServer;
    let server: Latchkey;
    let browser: Browser;
    let page: Page;
    let admin: Person;

    beforeAll(async () => {
      mail = await MailServer.start();
      server = await startLatchkey({ settings: { SMTP_URL: mail.url } });
      browser = await launchChromium();
      admin = await administrator(server);
      ({ page } = await visitor(browser, server.baseUrl));
      await signInAt(page, '/console/admin/users', admin.email, admin.password);
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
      await mail.stop();
    });

    const rowOf = (email: string) => page.getByRole('row').filter({ hasText: email });
    const checkbox = (email: string) => page.getByRole('checkbox', { name: `Choose ${email}` });
    const isDisabled = async ({ id }: Person) =>
      ((await admin.api.get(`users/${id}`)).json as { disabled: boolean }).disabled;

    /** Three users, chosen on the page; the one in the middle is deleted after that. */
    async function chosen(): Promise<[Person, Person, Person]> {
      const [first, gone, last] = [
        await newPerson(server, admin),
        await newPerson(server, admin),
        await newPerson(server, admin),
      ];
      await page.goto('/console/admin/users');
      for (const { email } of [first, gone, last]) await checkbox(email).check();
      expect((await admin.api.delete(`users/${gone.id}`)).status).toBe(204);
      return [first, gone, last];
    }

    async function act(button: string, confirm: string): Promise<void> {
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('dialog').getByRole('button', { name: confirm }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }

    it('for one of several users does not keep it from the others, and the list shows what was done', async () => {
      const [first, gone, last] = await chosen();
      await act('Disable', 'Disable');
      await page.getByText('2 of 3 users were disabled').waitFor();
      await page.getByText(`${gone.email}: User not found`).waitFor();
      for (const { email } of [first, last]) await rowOf(email).getByText('disabled').waitFor();
      expect(await rowOf(gone.email).count()).toBe(0);
      expect([await isDisabled(first), await isDisabled(last)]).toEqual([true, true]);
      expect(await page.getByText(/ chosen/).count()).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await screenshot(page, 'users-partly-disabled-light');
    });

    it('for one of several mails does not keep the others from being sent', async () => {
      const [first, gone, last] = await chosen();
      await act('Mail a reset', 'Send');
      await page.getByText('2 of 3 users were sent a link').waitFor();
      await rowOf(gone.email).waitFor({ state: 'detached' });
      for (const { email } of [first, last]) expect(await mail.next(email)).toBeDefined();
    });

    it('for one user leaves that one chosen', async () => {
      const [first, last] = [await newPerson(server, admin), await newPerson(server, admin)];
      await page.goto('/console/admin/users');
      for (const { email } of [first, last]) await checkbox(email).check();
      await page.route(`**/api/v1/users/${last.id}`, (route) =>
        route.fulfill({ status: 500, json: { detail: 'Not now' } }),
      );
      await act('Disable', 'Disable');
      await page.getByText('1 of 2 users was disabled').waitFor();
      await page.getByText(`${last.email}: Not now`).waitFor();
      await page.getByText('1 chosen').waitFor();
      await page.unrouteAll({ behavior: 'wait' });
      await act('Disable', 'Disable');
      await page.getByText('One user was disabled.').waitFor();
      expect(await isDisabled(last)).toBe(true);
    });

    it('because there is nothing to end any more shows that', async () => {
      const made = await admin.api.post('api-keys', { name: 'Nightly', scopes: ['read:account'] });
      await page.goto('/console/account/api-keys');
      await page.getByRole('button', { name: 'Revoke Nightly' }).waitFor();
      await admin.api.delete(`api-keys/${(made.json as { id: string }).id}`);
      await act('Revoke Nightly', 'Revoke');
      await page.getByText('That did not work').waitFor();
      await page.getByText('No API key yet').waitFor();
    });

    it('without an answer shows what became of it', async () => {
      await admin.api.post('api-keys', { name: 'Hourly', scopes: ['read:account'] });
      await page.goto('/console/account/api-keys');
      await page.getByRole('button', { name: 'Revoke Hourly' }).waitFor();
      await page.route('**/api/v1/api-keys/*', async (route) => {
        await route.fetch();
        await route.abort();
      });
      await act('Revoke Hourly', 'Revoke');
      await page.getByText('The server cannot be reached').waitFor();
      await page.getByText('No API key yet').waitFor();
      await page.unrouteAll({ behavior: 'wait' });
      await standsStill(page);
    });
  },
);
