import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { writtenEvent } from '../support/written-event.js';
import { accessibilityFaults } from './axe.js';
import { launchChromium, type Misdeeds, screenshot, signInAt, visitor } from './browser.js';
import { standsStill } from './stillness.js';

interface Usage {
  last_used_on: string | null;
  discouraged: unknown[];
}

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' } as const;

(requireTools('the search and the lists of the console', ['chromium']) ? describe : describe.skip)(
  'the console, for who looks for something',
  () => {
    let server: Latchkey;
    let browser: Browser;
    let page: Page;
    let misdeeds: Misdeeds;
    let admin: Person;
    let owner: Person;
    let shop: { id: string; client_id: string; client_secret: string };
    let requestId: string;
    let usedOn: string;

    beforeAll(async () => {
      server = await startLatchkey();
      browser = await launchChromium();
      admin = await administrator(server);
      owner = await newPerson(server, admin);
      const body = { name: 'Shop', scopes: ['read_items'], grant_types: ['client_credentials', 'password'] };
      shop = (await owner.api.post('applications', body)).json as typeof shop;
      const credentials = { client_id: shop.client_id, client_secret: shop.client_secret };
      const token = (fields: Record<string, string>) =>
        postForm(`${server.baseUrl}/oauth/token`, { ...credentials, ...fields });
      await token({ grant_type: 'client_credentials' });
      await token({ grant_type: 'password', username: owner.email, password: owner.password });
      const refused = await token({ grant_type: 'client_credentials', scope: 'write_items' });
      requestId = String(refused.headers['x-request-id']);
      await writtenEvent(admin, requestId);
      await eventually(
        async () => (await admin.api.get(`applications/${shop.id}/usage`)).json as Usage,
        ({ last_used_on, discouraged }) => {
          expect(discouraged).not.toEqual([]);
          usedOn = String(last_used_on);
        },
      );
      ({ page, misdeeds } = await visitor(browser, server.baseUrl));
      await signInAt(page, '/console', ADMINISTRATOR.email, ADMINISTRATOR.password);
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    async function search(keys: string, text: string) {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.keyboard.press(keys);
      await page.getByRole('searchbox', { name: 'Search the console' }).fill(text);
      return page.getByRole('dialog', { name: 'Search' }).getByRole('navigation', { name: 'Results' });
    }

    it('finds pages, settings, users, applications and a request id, by the keyboard alone', async () => {
      await (await search('/', 'audit')).getByRole('link', { name: 'Audit trail' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Audit trail' }).waitFor();

      await (await search('Control+k', 'second factor')).getByRole('link', { name: 'Second factor' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Security', level: 1 }).waitFor();

      await (await search('/', owner.email.slice(2, 8))).getByRole('link', { name: owner.email }).waitFor();
      await screenshot(page, 'search-light');
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.press('Escape');

      await (await search('/', 'sho')).getByRole('link', { name: 'Shop' }).click();
      await page.getByRole('heading', { name: 'Shop' }).waitFor();

      await (await search('/', requestId)).getByRole('link', { name: /refused/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('Refused: invalid_scope').waitFor();
    });

    it('lists all applications with owner, type and last use, filtered and sorted', async () => {
      await page.goto('/console/admin/applications');
      await page.getByText(/in all, 0 disabled/).waitFor();
      await page.getByLabel('Search', { exact: true }).fill('hop');
      const row = page.getByRole('row', { name: /Shop/ });
      await row.getByRole('link', { name: owner.email }).waitFor();
      await row.getByText(usedOn).waitFor();
      await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
      expect(await accessibilityFaults(page)).toEqual([]);
      await screenshot(page, 'all-applications-light');
      await page.getByLabel('Search', { exact: true }).fill('nothing like it');
      await page.getByText('No application matches').waitFor();
    });

    it('keeps the filters of a list in the address', async () => {
      await page.goto('/console/admin/applications?q=hop&type=confidential&sort=name');
      await page.getByRole('row', { name: /Shop/ }).waitFor();
      expect(await page.getByRole('combobox', { name: 'Type' }).inputValue()).toBe('confidential');
      expect(await page.getByRole('combobox', { name: 'Order' }).inputValue()).toBe('By name');
      await page.getByRole('combobox', { name: 'Type' }).click();
      await page.getByRole('option', { name: 'public' }).click();
      await page.waitForURL(/applications\?q=hop&type=public&sort=name$/);
      await page.getByText('No application matches').waitFor();
      await page.getByRole('link', { name: 'Users', exact: true }).click();
      // the page of before has a field of this name, too
      await page.getByRole('combobox', { name: 'Role' }).waitFor();
      await page.getByRole('searchbox', { name: 'Search', exact: true }).fill(owner.email);
      await page.getByRole('combobox', { name: 'Role' }).click();
      await page.getByRole('option', { name: 'member' }).click();
      await page.waitForURL(/users\?q=.+&role=member$/);
      await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
      await page.getByRole('link', { name: owner.email }).click();
      await page.getByRole('heading', { level: 1, name: owner.email }).waitFor();
      await page.goBack();
      await page.getByRole('row').nth(1).waitFor();
      expect(await page.getByRole('searchbox', { name: 'Search', exact: true }).inputValue()).toBe(owner.email);
      expect(await page.getByRole('row').count()).toBe(2);
      await screenshot(page, 'users-filtered-light');
    });

    it('lists users with factors and last sign-in, and disables the chosen ones in four clicks', async () => {
      const gone = [await newPerson(server, admin), await newPerson(server, admin)];
      await page.goto('/console/admin/users');
      for (const { email } of gone) await page.getByRole('checkbox', { name: `Choose ${email}` }).check();
      await screenshot(page, 'users-chosen-light');
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Disable' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
      await page.getByText('2 users were disabled.').waitFor();
      for (const { id } of gone) {
        expect((await admin.api.get(`users/${id}`)).json).toMatchObject({ disabled: true });
      }
      await page
        .getByRole('row', { name: new RegExp(gone[0]?.email ?? '') })
        .getByText('disabled')
        .waitFor();
    });

    it('finds a user by an address they had before, and says so', async () => {
      const renamed = await newPerson(server, admin);
      await admin.api.patch(`users/${renamed.id}`, { email: 'ada@before.test' });
      await admin.api.patch(`users/${renamed.id}`, { email: 'ada@after.test' });
      await (await search('/', 'before.test')).getByRole('link', { name: /formerly ada@before\.test/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.goto('/console/admin/users');
      await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('before.test');
      await page.getByRole('link', { name: 'ada@after.test' }).waitFor();
      await page.getByText('formerly ada@before.test').waitFor();
      await screenshot(page, 'users-formerly-light');
    });

    it('shows what a user did', async () => {
      await page.goto(`/console/admin/users/${owner.id}?tab=activity`);
      await page.getByRole('table', { name: 'Events' }).getByText('Application created').waitFor();
      await screenshot(page, 'user-activity-light');
    });

    it('shows an owner the use and the refusals of an application, on a phone', async () => {
      const phone = await visitor(browser, server.baseUrl, PHONE);
      await signInAt(phone.page, `/console/account/applications/${shop.id}?tab=activity`, owner.email, owner.password);
      await phone.page.getByText('Ways in that are better retired').first().waitFor();
      const tokens = phone.page.getByRole('region', { name: 'Tokens by grant, in 30 days' });
      expect(await tokens.innerText()).toContain('client credentials');
      const log = phone.page.getByRole('table', { name: 'Log' });
      await log.getByText(/^invalid_scope/).waitFor();
      await standsStill(phone.page);
      const boxes = await Promise.all((await log.locator('tbody tr').all()).map((row) => row.boundingBox()));
      expect(Math.max(...boxes.map((box) => box?.height ?? Infinity))).toBeLessThan(64);
      await log
        .getByRole('row', { name: /invalid_scope/ })
        .getByRole('button', { name: 'Details' })
        .click();
      await phone.page.getByText('Asked for:').waitFor();
      await phone.page.getByRole('list', { name: 'The decision, step by step' }).waitFor();
      expect(await accessibilityFaults(phone.page)).toEqual([]);
      await screenshot(phone.page, 'application-activity-phone-dark');
      expect(phone.misdeeds).toEqual({ complaints: [], foreign: [] });
    });

    it('does all that without asking another host or breaking its policy', () => {
      expect(misdeeds).toEqual({ complaints: [], foreign: [] });
    });
  },
);
