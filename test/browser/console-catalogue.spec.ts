import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, type Person } from '../support/management.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { accessibilityFaults } from './axe.js';
import { launchChromium, type Misdeeds, screenshot, signInAt, visitor } from './browser.js';
import { standsStill } from './stillness.js';

(requireTools('the catalogue in the console', ['chromium']) ? describe : describe.skip)(
  'the catalogue in the console',
  () => {
    let server: Latchkey;
    let browser: Browser;
    let page: Page;
    let misdeeds: Misdeeds;
    let admin: Person;

    beforeAll(async () => {
      server = await startLatchkey();
      browser = await launchChromium();
      admin = await administrator(server);
      ({ page, misdeeds } = await visitor(browser, server.baseUrl));
      await signInAt(page, '/console/admin/scopes', ADMINISTRATOR.email, ADMINISTRATOR.password);
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    const dialog = () => page.getByRole('dialog');

    it('takes a scope, after naming the fault in it', async () => {
      await page.getByRole('button', { name: 'New scope' }).click();
      await dialog().getByLabel('Name').fill('read orders');
      await dialog().getByLabel('Description').fill('Read orders');
      await dialog().getByRole('button', { name: 'Add scope' }).click();
      await dialog().locator('[aria-invalid=true]').waitFor();
      await dialog().getByLabel('Name').fill('read_orders');
      await dialog().getByRole('button', { name: 'Add scope' }).click();
      await page.getByText('read_orders is in the catalogue.').waitFor();
    });

    it('changes the description and the role of a scope', async () => {
      await page.getByRole('button', { name: 'Edit read_orders' }).click();
      expect(await dialog().getByLabel('Name').isDisabled()).toBe(true);
      await dialog().getByLabel('Description').fill('Read the orders of all users');
      await dialog().getByLabel('Admins only').check();
      await dialog().getByRole('button', { name: 'Save' }).click();
      await page.getByText('read_orders is changed.').waitFor();
      await page.getByRole('cell', { name: 'Read the orders of all users' }).waitFor();
      expect((await admin.api.get('scopes/read_orders')).json).toMatchObject({
        description: 'Read the orders of all users',
        admin_only: true,
      });
    });

    it('lets the description of a shipped scope be changed, and nothing else', async () => {
      await page.getByRole('button', { name: 'Edit write:users' }).click();
      expect(await dialog().getByLabel('Admins only').isDisabled()).toBe(true);
      await dialog().getByLabel('Description').fill('Manage people');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await page.getByText('write:users is changed.').waitFor();
      expect(await page.getByRole('button', { name: 'Delete write:users' }).count()).toBe(0);
    });

    it('keeps the list while it cannot be loaded again', async () => {
      await page.route('**/api/v1/scopes?*', (route) => route.fulfill({ status: 500, json: { detail: 'Not now' } }));
      await page.getByRole('button', { name: 'Edit read_orders' }).click();
      await dialog().getByLabel('Description').fill('Read every order');
      await dialog().getByRole('button', { name: 'Save' }).click();
      const failure = page.getByRole('alert').filter({ hasText: 'Not now' });
      await failure.getByText('Below is what was loaded before').waitFor();
      await page.getByRole('cell', { name: 'Read the orders of all users' }).waitFor();
      await standsStill(page);
      await screenshot(page, 'list-not-reloaded-light');
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.unrouteAll({ behavior: 'wait' });
      await failure.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('cell', { name: 'Read every order' }).waitFor();
      await failure.waitFor({ state: 'detached' });
    });

    it('deletes a scope, and says what goes with it', async () => {
      await page.getByRole('button', { name: 'Delete read_orders' }).click();
      await dialog().getByText('read_orders can no longer be granted.').waitFor();
      await dialog().getByRole('button', { name: 'Delete' }).click();
      await page.getByText('read_orders is deleted.').waitFor();
    });

    it('registers, changes and deletes a resource', async () => {
      await page.getByRole('link', { name: 'Resources', exact: true }).click();
      await page.getByRole('button', { name: 'Register a resource' }).first().click();
      await dialog().getByLabel('Name').fill('Billing');
      await dialog().getByLabel('Audience (resource identifier)').fill('not a uri');
      await dialog().getByRole('button', { name: 'Register' }).click();
      await dialog().locator('[aria-invalid=true]').waitFor();
      await dialog().getByLabel('Audience (resource identifier)').fill('https://billing.example.com');
      await dialog().getByRole('button', { name: 'Register' }).click();
      await page.getByText('Billing is registered.').waitFor();
      await page.getByRole('button', { name: 'Edit Billing' }).click();
      await dialog().getByLabel('Name').fill('Invoices');
      await dialog().getByRole('combobox', { name: 'Scopes' }).fill('read_items');
      await page.getByRole('option', { name: 'read_items', exact: true }).click();
      await page.keyboard.press('Escape');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await page.getByText('Invoices is changed.').waitFor();
      const { data } = (await admin.api.get('resources')).json as { data: object[] };
      expect(data).toMatchObject([
        { name: 'Invoices', identifier: 'https://billing.example.com', scopes: ['read_items'] },
      ]);
      await page.getByRole('button', { name: 'Delete Invoices' }).click();
      await dialog().getByText('Clients that name https://billing.example.com').waitFor();
      await dialog().getByRole('button', { name: 'Delete' }).click();
      await page.getByText('Invoices is deleted.').waitFor();
    });

    it('says when the signing key is replaced, before and after a rotation is asked for', async () => {
      await page.getByRole('link', { name: 'Signing keys' }).click();
      const rotation = page.getByRole('region', { name: 'Rotation of ES256' });
      await rotation.getByText(/^in \d+ (days|months)$|^next month$/).waitFor();
      await page.getByRole('button', { name: 'Rotate now' }).click();
      await dialog().getByRole('button', { name: 'Rotate' }).click();
      await rotation.getByText(/in (9|10) minutes/).waitFor();
      expect(await page.getByRole('button', { name: 'Rotation under way' }).isDisabled()).toBe(true);
      expect(misdeeds).toEqual({ complaints: [], foreign: [] });
    });
  },
);
