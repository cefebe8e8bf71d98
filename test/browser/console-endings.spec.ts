import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { launchChromium, signInAt, visitor } from './browser.js';

(requireTools('what ends in the console', ['chromium']) ? describe : describe.skip)(
  'what ended is shown no more where it stands on the page of an act:',
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
      await signInAt(page, '/console/admin/users', admin.email, admin.password);
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    /** The page of a person with an API key. */
    async function pageOf(tab: string): Promise<void> {
      const person = await newPerson(server, admin);
      const made = await person.api.post('api-keys', { name: 'Nightly', scopes: ['read:account'] });
      expect(made.status).toBe(201);
      await page.goto(`/console/admin/users/${person.id}?tab=${tab}`);
      await page.getByText('Nightly').first().waitFor();
    }

    async function disable(): Promise<void> {
      await page.getByRole('button', { name: 'Disable' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Enable' }).waitFor();
    }

    it('API keys of a user who was disabled', async () => {
      await pageOf('keys');
      await disable();
      await page.getByText('No API key').waitFor();
    });

    it('what worked on of a user who was disabled', async () => {
      await pageOf('settings');
      await disable();
      await page.getByRole('region', { name: 'What works on' }).waitFor({ state: 'detached' });
    });

    it('what worked on of a user who got another role', async () => {
      await pageOf('settings');
      await page.getByRole('combobox', { name: 'Role' }).click();
      await page.getByRole('option', { name: 'admin' }).click();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('is saved.').waitFor();
      await page.getByRole('region', { name: 'What works on' }).waitFor({ state: 'detached' });
    });
  },
);
