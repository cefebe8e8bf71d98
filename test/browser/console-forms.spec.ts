import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { postForm } from '../support/http.js';
import { administrator, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { launchChromium, signInAt, visitor } from './browser.js';
import { eventually } from '../support/eventually.js';
import { writtenEvent } from '../support/written-event.js';

(requireTools('the forms of the console', ['chromium']) ? describe : describe.skip)('the forms of the console', () => {
  let server: Latchkey;
  let browser: Browser;
  let page: Page;
  let admin: Person;

  beforeAll(async () => {
    server = await startLatchkey();
    browser = await launchChromium();
    ({ page } = await visitor(browser, server.baseUrl));
    admin = await administrator(server);
    await signInAt(page, '/console/account/applications/new', admin.email, admin.password);
    await page.getByRole('heading', { name: 'New OAuth application' }).waitFor();
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  /** Waits until the field has the focus and all of it is in view. */
  const focusIsOn = (label: string) =>
    eventually(
      () => page.getByLabel(label).and(page.locator(':focus')).boundingBox(),
      (box) => {
        expect(box?.y).toBeGreaterThanOrEqual(0);
        expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(900);
      },
    );

  it('go to the first faulty field and focus it', async () => {
    await page.getByRole('button', { name: 'Create application' }).click();
    await focusIsOn('Name');
  });

  it('name the line of a fault in one of several lines, when the server finds it', async () => {
    await page.getByLabel('Name').fill('Lines');
    await page.getByRole('checkbox').first().check();
    await page.getByLabel('Redirect URIs').fill('https://app.example.com/callback\nhttp://app.example.com/callback');
    await page.getByRole('button', { name: 'Create application' }).click();
    await page.getByText(/Line 2 /).waitFor();
    await focusIsOn('Redirect URIs');
    await page.getByLabel('Redirect URIs').fill('https://app.example.com/callback');
    await page.getByRole('button', { name: 'Create application' }).click();
    await page.getByText('Lines is created.').waitFor();
  });

  it('keep edits while another tab is looked at, and ask before the page is left', async () => {
    await page.goto('/console/account/applications');
    await page.getByRole('link', { name: 'Lines' }).click();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.waitForURL((url) => url.searchParams.get('tab') === 'settings');
    await page.getByLabel('Name').fill('Lines, edited');
    await page.getByRole('tab', { name: 'IP whitelist' }).click();
    await page.getByRole('tab', { name: 'Settings' }).click();
    expect(await page.getByLabel('Name').inputValue()).toBe('Lines, edited');

    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('button', { name: 'Stay on this page' }).click();
    expect(await page.getByLabel('Name').inputValue()).toBe('Lines, edited');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Lines, edited is saved.').waitFor();
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('heading', { name: 'API keys' }).waitFor();
  });

  it('open the tab that the address names', async () => {
    await page.goBack();
    await page.getByLabel('Name').waitFor();
    await page.reload();
    await page.getByRole('tab', { name: 'Settings', selected: true }).waitFor();
  });

  it('bring the explanation of a chosen refusal into view', async () => {
    for (let i = 0; i < 9; i++) {
      const form = { grant_type: 'client_credentials', client_id: `none-${String(i)}` };
      const { headers } = await postForm(`${server.baseUrl}/oauth/token`, form);
      await writtenEvent(admin, String(headers['x-request-id']));
    }
    await page.goto('/console/admin/refusals');
    const links = page.getByRole('link', { name: 'step by step' });
    await eventually(
      () => links.count(),
      (count) => expect(count).toBeGreaterThan(8),
    );
    await links.nth(8).click();
    const explanation = page.getByRole('region', { name: 'The decision, step by step' });
    await explanation.waitFor();
    await page.waitForURL((url) => /\S/.test(url.searchParams.get('request_id') ?? ''));
    await eventually(
      () => page.locator(':focus').filter({ has: explanation }).boundingBox(),
      (box) => {
        expect(box?.y).toBeGreaterThanOrEqual(0);
        expect(box?.y).toBeLessThan(400);
      },
    );
  });
});
