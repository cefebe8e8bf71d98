import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { launchChromium, signInAt, visitor } from './browser.js';
import { standsStill } from './stillness.js';

(requireTools('acts of the console', ['chromium']) ? describe : describe.skip)(
  'an act that can do nothing is not offered:',
  () => {
    let server: Latchkey;
    let browser: Browser;
    let page: Page;
    let admin: Person;

    beforeAll(async () => {
      server = await startLatchkey();
      browser = await launchChromium();
      admin = await administrator(server);
      ({ page } = await visitor(browser, server.baseUrl));
      await signInAt(page, '/console/account/sessions', admin.email, admin.password);
      await page.getByRole('table', { name: 'Browser sessions' }).waitFor();
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    const button = (name: string | RegExp) => page.getByRole('button', { name });

    it('ending the other sessions, where this one is the only one', async () => {
      await standsStill(page);
      expect(await button('End all others').count()).toBe(0);
      await postJson(`${server.baseUrl}/v1/session/login`, { email: admin.email, password: admin.password });
      await page.reload();
      await button('End all others').waitFor();
      const person = await newPerson(server, admin);
      await page.goto(`/console/admin/users/${person.id}?tab=sign-ins`);
      await page.getByText('No browser session').waitFor();
      await page.getByRole('table', { name: 'Sign-ins to applications' }).waitFor();
      await standsStill(page);
      expect(await button('End all').count()).toBe(1);
    });

    it('disabling, and mailing a link, where a user is disabled', async () => {
      const person = await newPerson(server, admin);
      await admin.api.patch(`users/${person.id}`, { disabled: true });
      await page.goto(`/console/admin/users/${person.id}`);
      await page.getByText('a link would open nothing').waitFor();
      for (const name of ['Send an invitation', 'Send a reset']) expect(await button(name).isDisabled()).toBe(true);

      await page.goto('/console/admin/users');
      await page.getByRole('checkbox', { name: `Choose ${person.email}` }).check();
      await page.getByText('1 chosen, 1 of them disabled already').waitFor();
      for (const name of ['Disable', 'Mail a reset']) expect(await button(name).isDisabled()).toBe(true);
      const other = await newPerson(server, admin);
      await page.reload();
      await page.getByRole('checkbox', { name: `Choose ${person.email}` }).check();
      await page.getByRole('checkbox', { name: `Choose ${other.email}` }).check();
      await button('Disable').click();
      await page.getByRole('dialog', { name: `Disable ${other.email}?` }).waitFor();
    });

    it('ending the sign-ins of a disabled application, and adding a sixth secret', async () => {
      const made = await admin.api.post('applications', { name: 'Full', scopes: ['read_items'] });
      const { id } = made.json as { id: string };
      for (let more = 0; more < 4; more++) await admin.api.post(`applications/${id}/secrets`, {});
      await page.goto(`/console/account/applications/${id}?tab=secrets`);
      await page.getByText('at most 5 secrets').waitFor();
      expect(await button('Add a secret').isDisabled()).toBe(true);
      await button('End all sign-ins').waitFor();
      await admin.api.patch(`applications/${id}`, { disabled: true });
      await page.reload();
      await button('Enable').waitFor();
      await standsStill(page);
      expect(await button('End all sign-ins').count()).toBe(0);
    });

    it('taking the only owner off a brand, and explaining no refusal', async () => {
      const brand = (await admin.api.post('brands', { name: 'Acme' })).json as { id: string };
      await page.goto(`/console/admin/brands/${brand.id}`);
      await page.getByText('stays: the only owner').waitFor();
      await standsStill(page);
      expect(await button('Leave the brand').count()).toBe(0);
      const person = await newPerson(server, admin);
      await admin.api.put(`brands/${brand.id}/members/${person.id}`, { role: 'owner' });
      await page.reload();
      await button('Leave the brand').waitFor();

      await page.goto('/console/admin/refusals');
      await button('Explain').and(page.locator(':disabled')).waitFor();
      await page.getByLabel('Request id').fill('0190f3c2');
      await button('Explain').and(page.locator(':enabled')).waitFor();
    });
  },
);
