import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { accessibilityFaults } from './axe.js';
import { givePassword, launchChromium, type Misdeeds, screenshot, signInAt, visitor } from './browser.js';
import { ACCOUNT_PAGES, ADMIN_PAGES } from './console-paths.js';
import { expectOf } from '../support/expect-of.js';
import { standsStill } from './stillness.js';

(requireTools('the manners of the console', ['chromium']) ? describe : describe.skip)(
  'the manners of the console',
  () => {
    let server: Latchkey;
    let browser: Browser;
    let page: Page;
    let misdeeds: Misdeeds;
    let member: Person;

    beforeAll(async () => {
      server = await startLatchkey();
      browser = await launchChromium();
      member = await newPerson(server, await administrator(server));
      ({ page, misdeeds } = await visitor(browser, server.baseUrl));
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    const focused = () => page.locator(':focus');

    it('keep the requested address until the person has signed in, filters included', async () => {
      const wanted = '/console/account/applications/new?from=mail';
      await signInAt(page, wanted, member.email, member.password);
      await page.getByRole('heading', { name: 'New OAuth application' }).waitFor();
      expect(page.url()).toBe(`${server.baseUrl}${wanted}`);
    });

    it('say to a newcomer what to do on every empty page', async () => {
      for (const [name, path, words] of [
        ['applications', '/account/applications', 'No application yet'],
        ['api-keys', '/account/api-keys', 'No API key yet'],
        ['ip-whitelist', '/account/ip-whitelist', 'Every address is allowed'],
        ['consents', '/account/consents', 'You have allowed nothing'],
      ] as const) {
        await page.goto(`/console${path}`);
        await page.getByText(words).waitFor();
        await screenshot(page, `empty-${name}-light`);
        expectOf(name, await accessibilityFaults(page)).toEqual([]);
      }
    });

    it('show a member nothing of administration, at any address', async () => {
      for (const [name, path] of ADMIN_PAGES.filter(([, address]) => address.startsWith('/admin'))) {
        await page.goto(`/console${path}`);
        await page.getByRole('heading', { name: 'For administrators' }).waitFor();
        await standsStill(page);
        expectOf(name, await page.getByRole('table').count()).toBe(0);
      }
    });

    it('show nothing of the person before to the next one, however the session ended', async () => {
      const admin = await administrator(server);
      const made = await admin.api.post('applications', { name: 'Plans of the board', scopes: ['read_items'] });
      const { id } = made.json as { id: string };
      const { page: shared } = await visitor(browser, server.baseUrl);
      await signInAt(shared, `/console/account/applications/${id}`, admin.email, admin.password);
      await shared.getByRole('heading', { name: 'Plans of the board' }).waitFor();
      expect((await admin.api.delete('sessions')).status).toBe(204);
      await shared.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`);
      await givePassword(shared, member);
      await shared.getByText('was not found').or(shared.getByText('not found')).first().waitFor();
      expect(await shared.getByText('Plans of the board').count()).toBe(0);
    });

    it('work with the keyboard alone', async () => {
      await page.goto('/console/account/api-keys/new');
      await page.getByRole('heading', { name: 'New API key' }).waitFor();
      await standsStill(page);
      await page.getByRole('textbox', { name: 'Name' }).focus();
      await page.keyboard.type('Typed');
      await page.getByRole('checkbox', { name: 'read:account' }).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Your API key is ready' }).waitFor();
      await page.goto('/console/account/api-keys');
      await page.getByRole('button', { name: 'Revoke Typed' }).focus();
      await page.keyboard.press('Enter');
      // the careful answer has the focus, the dialog keeps it, and Escape gives it back
      await page.getByRole('dialog').getByRole('button', { name: 'Keep it as it is' }).and(focused()).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      for (let i = 0; i < 6; i++) await page.keyboard.press('Tab');
      await page.getByRole('dialog').locator(':focus').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Revoke Typed' }).and(focused()).waitFor();
    });

    it('name what will be lost before it is', async () => {
      await page.getByRole('button', { name: 'Revoke Typed' }).click();
      await page.getByRole('dialog').getByText('Typed').first().waitFor();
      await standsStill(page);
      await screenshot(page, 'confirm-light');
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
      await page.getByText('No API key yet').waitFor();
    });

    it('are the same in the dark when a form is refused', async () => {
      const dark = await visitor(browser, server.baseUrl, { colorScheme: 'dark' });
      await signInAt(dark.page, '/console/account', member.email, member.password);
      await dark.page.getByLabel('Name', { exact: true }).fill('x'.repeat(300));
      await dark.page.getByRole('button', { name: 'Save' }).click();
      await dark.page.locator('[aria-invalid=true]').first().waitFor();
      await screenshot(dark.page, 'faults-dark');
      expect(await accessibilityFaults(dark.page)).toEqual([]);
      await dark.context.close();
    });

    it('go on where the session got another cookie while a request was under way', async () => {
      let refused = 0;
      await page.route('**/api/v1/users/me', async (route) => {
        if (++refused > 1) {
          await route.continue();
          return;
        }
        const headers = { 'www-authenticate': 'Bearer realm="latchkey", error="invalid_token"' };
        await route.fulfill({ status: 401, headers, json: { status: 401, title: 'Unauthorized' } });
      });
      await page.goto('/console/account/api-keys/new');
      await page.getByRole('heading', { name: 'New API key' }).waitFor();
      expect(refused).toBeGreaterThan(1);
      await page.unroute('**/api/v1/users/me');
      misdeeds.complaints.length = 0;
    });

    it('hold on every page of a member’s account', async () => {
      for (const [name, path] of ACCOUNT_PAGES) {
        await page.goto(`/console${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await standsStill(page);
        expectOf(name, await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
        expectOf(name, await page.title()).toMatch(/ · Latchkey$/);
      }
      expect(misdeeds).toEqual({ complaints: [], foreign: [] });
    });
  },
);
