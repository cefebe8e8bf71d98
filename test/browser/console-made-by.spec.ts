import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { launchChromium, screenshot, signInAt, visitor } from './browser.js';

const SCOPES = ['openid', 'read_items', 'write:applications', 'write:api-keys', 'write:brands', 'write:resources'];

(requireTools('who made what, in the console', ['chromium']) ? describe : describe.skip)('the console says', () => {
  let server: Latchkey;
  let browser: Browser;
  let ada: Person;
  let helper: RelyingParty;
  let shop: string;

  beforeAll(async () => {
    server = await startLatchkey();
    browser = await launchChromium();
    ada = await newPerson(server, await administrator(server));
    helper = await RelyingParty.at(server, { name: 'Shop Assistant', scopes: SCOPES });
    const { access_token: token } = await helper.tokens(ada, { scope: SCOPES.join(' ') });
    const api = apiWith(server, bearer(token));
    ({ id: shop } = (await api.post('applications', { name: 'Shop', scopes: ['read_items'] })).json as { id: string });
    await api.post('api-keys', { name: 'Import', scopes: ['read_items'] });
    await api.post('brands', { name: 'Shop' });
    await api.post('resources', { name: 'Shop API', identifier: 'https://shop.example' });
    await ada.api.post('brands', { name: 'My brand' });
    await ada.api.post('resources', { name: 'My API', identifier: 'https://mine.example' });
    await ada.api.post('applications', { name: 'Mine', scopes: ['read_items'] });
    await ada.api.post('api-keys', { name: 'My script', scopes: ['read_items'] });
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
  const made = 'made by Shop Assistant';

  it('a person which application made a thing for them, and nothing of what they made', async () => {
    const { page, misdeeds } = await visitor(browser, server.baseUrl);
    await signInAt(page, '/console/account/applications', ada.email, ada.password);
    await rowOf(page, 'Shop').getByText(made).waitFor();
    expect(await rowOf(page, 'Mine').innerText()).not.toContain('made by');
    expect(await page.getByRole('link', { name: 'Shop Assistant' }).count()).toBe(0);
    await screenshot(page, 'made-by-applications');

    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    await page.getByRole('heading', { name: 'Shop', exact: true }).waitFor();
    await page.getByText(made).waitFor();
    await screenshot(page, 'made-by-application');

    await page.goto('/console/account/api-keys');
    await rowOf(page, 'Import').getByText(made).waitFor();
    expect(await rowOf(page, 'My script').innerText()).not.toContain('made by');
    await screenshot(page, 'made-by-api-keys');

    await page.goto('/console/account/brands');
    await rowOf(page, 'Shop').getByText(made).waitFor();
    expect(await rowOf(page, 'My brand').innerText()).not.toContain('made by');
    await screenshot(page, 'made-by-brands');
    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    await page.getByRole('heading', { name: 'Shop', exact: true }).waitFor();
    await page.getByText(made).waitFor();
    await screenshot(page, 'made-by-brand');
    expect(misdeeds).toEqual({ complaints: [], foreign: [] });
  });

  it('an administrator, with a way to that application', async () => {
    const { page, misdeeds } = await visitor(browser, server.baseUrl);
    await signInAt(page, '/console/admin/applications', ADMINISTRATOR.email, ADMINISTRATOR.password);
    await rowOf(page, made).getByText('Shop', { exact: true }).waitFor();
    await screenshot(page, 'made-by-all-applications');
    await page.goto('/console/admin/resources');
    await rowOf(page, 'Shop API').getByRole('link', { name: 'Shop Assistant' }).waitFor();
    expect(await rowOf(page, 'My API').innerText()).not.toContain('made by');
    await screenshot(page, 'made-by-resources');
    await page.goto(`/console/account/applications/${shop}`);
    await page.getByRole('link', { name: 'Shop Assistant' }).click();
    await page.getByRole('heading', { name: 'Shop Assistant' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/console/account/applications/${helper.client.id}`);
    expect(misdeeds).toEqual({ complaints: [], foreign: [] });
  });

  it('what a person has allowed among what works on without their sign-ins, and ends it', async () => {
    const { page, misdeeds } = await visitor(browser, server.baseUrl);
    await signInAt(page, '/console/account/security', ada.email, ada.password);
    const consent = page.getByText('Consent to Shop Assistant, which is not asked for again: openid');
    await consent.waitFor();
    await screenshot(page, 'what-works-on');
    await page.getByRole('button', { name: 'End all of it' }).click();
    await page.getByRole('dialog').getByText('they ask again').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'End all of it' }).click();
    await page.getByText('consents are taken back').waitFor();
    await consent.waitFor({ state: 'detached' });
    expect((await ada.api.get('consents')).json).toMatchObject({ data: [] });
    expect(misdeeds).toEqual({ complaints: [], foreign: [] });
  });
});
