import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { call, postForm, postJson } from '../support/http.js';
import { administrator, type Person } from '../support/management.js';
import { challengeOf, RelyingParty, VERIFIER } from '../support/relying-party.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { addSigningClient, assertionFields, secondsNow } from '../support/signing-client.js';
import { requireTools } from '../support/tools.js';
import { writtenEvent } from '../support/written-event.js';
import { accessibilityFaults } from './axe.js';
import { launchChromium, type Misdeeds, screenshot, signInAt, visitor } from './browser.js';
import { standsStill } from './stillness.js';

interface Application {
  id: string;
  client_id: string;
  client_secret: string;
}

const REGISTERED = 'https://app.example.com/callback';

(requireTools('events in the console', ['chromium']) ? describe : describe.skip)('events in the console', () => {
  let server: Latchkey;
  let browser: Browser;
  let page: Page;
  let misdeeds: Misdeeds;
  let admin: Person;
  let shop: Application;

  beforeAll(async () => {
    server = await startLatchkey();
    browser = await launchChromium();
    admin = await administrator(server);
    const made = await admin.api.post('applications', {
      name: 'Shop',
      scopes: ['read_items', 'openid'],
      redirect_uris: [REGISTERED, 'https://staging.example.com/callback'],
    });
    shop = made.json as Application;
    await admin.api.post('users', { email: 'ada@example.com', password: 'a long password 77' });
    const signIn = (password: string) =>
      postJson(`${server.baseUrl}/auth/login`, { username: 'ada@example.com', password });
    await signIn('not the password');
    await signIn('a long password 77');
    ({ page, misdeeds } = await visitor(browser, server.baseUrl));
    await signInAt(page, '/console', ADMINISTRATOR.email, ADMINISTRATOR.password);
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const rows = () => page.getByRole('table', { name: 'Events' }).locator('tbody tr');

  /** Waits until the refusal is written, and goes to its explanation. */
  async function explain(headers: Record<string, unknown>): Promise<void> {
    const requestId = String(headers['x-request-id']);
    await writtenEvent(admin, requestId);
    await page.goto(`/console/admin/refusals?request_id=${requestId}`);
    await page.getByRole('region', { name: 'The decision, step by step' }).waitFor();
  }

  it('are begun at the dashboard, which ticks what is there', async () => {
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    const steps = page.getByRole('region', { name: 'First steps' });
    await steps.getByText('Done: Create the first application').waitFor({ state: 'attached' });
    await steps.getByText('To do: Register the first API').waitFor({ state: 'attached' });
    await admin.api.post('resources', { identifier: 'https://api.example.com', name: 'API', scopes: ['read_items'] });
    await page.reload();
    await steps.getByText('3 of 7 done').waitFor();
    expect(await steps.getByRole('link', { name: 'Back up' }).getAttribute('href')).toMatch(
      /\/docs\/guides\/backup-and-restore$/,
    );
    await steps.getByRole('button', { name: 'It is set up' }).click();
    await steps.getByText('4 of 7 done').waitFor();
  });

  it('are found by an address, as good and failed sign-ins together', async () => {
    await page.getByRole('link', { name: 'Audit trail' }).click();
    await page.getByRole('searchbox', { name: 'Search' }).fill('ada@');
    await page.getByRole('combobox', { name: 'Show' }).click();
    await page.getByRole('option', { name: 'Sign-in attempts' }).click();
    await eventually(
      () => rows().allInnerTexts(),
      (texts) => {
        expect(texts).toHaveLength(2);
        expect(texts[0]).toContain('Signed in to an application');
        expect(texts[1]).toContain('wrong password');
        for (const text of texts) expect(text).toContain('ada@example.com');
      },
    );
    await page.waitForURL(/q=ada%40&show=sign-ins/);
    await screenshot(page, 'audit-search-light');
  });

  it('are searched for by each letter that is typed, on a slow machine, too', async () => {
    const slow = await visitor(browser, server.baseUrl);
    await signInAt(slow.page, '/console/admin/audit', ADMINISTRATOR.email, ADMINISTRATOR.password);
    const session = await slow.context.newCDPSession(slow.page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    const field = slow.page.getByRole('searchbox', { name: 'Search' });
    await field.focus();
    await slow.page.keyboard.type('ada@example.com');
    await slow.page.waitForURL(/q=ada%40example.com$/);
    expect(await field.inputValue()).toBe('ada@example.com');
    await slow.context.close();
  });

  it('are one or two lines high, with ids to copy on demand', async () => {
    await page.goto('/console/admin/audit');
    await rows().nth(4).waitFor();
    await standsStill(page);
    for (const row of await rows().all()) expect((await row.boundingBox())!.height).toBeLessThan(64);
    expect(await rows().first().innerText()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    await page.getByRole('button', { name: 'Details' }).first().click();
    await page.getByRole('button', { name: /^Copy Event [0-9a-f]{8}-/ }).waitFor();
    await screenshot(page, 'audit-details-light');
  });

  it('explain a redirect URI that is not registered, and save nothing by a click', async () => {
    const query = new URLSearchParams({
      client_id: shop.client_id,
      response_type: 'code',
      redirect_uri: `${REGISTERED}/`,
    });
    const refused = await call(`${server.baseUrl}/oauth/authorize?${query.toString()}`);
    expect(refused.text).not.toContain(REGISTERED);
    await explain(refused.headers);
    await page.getByText('Only the slash at the end differs.').waitFor();
    expect(await page.locator('mark.differs').first().innerText()).toBe('/');
    await screenshot(page, 'refusal-redirect-uri-light');
    await page.getByRole('link', { name: 'Fill it in at Shop' }).click();
    await page.getByText('Filled in from a refused request').waitFor();
    const lines = await page.getByRole('textbox', { name: 'Redirect URIs', exact: true }).inputValue();
    expect(lines.split('\n')).toContain(`${REGISTERED}/`);
    await screenshot(page, 'application-filled-in-light');
    const kept = (await admin.api.get(`applications/${shop.id}`)).json as { redirect_uris: string[] };
    expect(kept.redirect_uris).not.toContain(`${REGISTERED}/`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Shop is saved.').waitFor();
  });

  it('explain a scope and a method that do not fit', async () => {
    const credentials = { client_id: shop.client_id, client_secret: shop.client_secret };
    const token = (form: Record<string, string>) =>
      postForm(`${server.baseUrl}/oauth/token`, { grant_type: 'client_credentials', ...form });
    await explain((await token({ scope: 'write_items', ...credentials })).headers);
    await page.getByText('It may have:').waitFor();
    expect(await page.locator('mark.differs').innerText()).toBe('write_items');
    await explain((await token({ client_id: shop.client_id })).headers);
    await page.getByText('Sent as token_endpoint_auth_method: none').waitFor();
    await page.getByRole('link', { name: 'Open the settings of Shop' }).waitFor();
  });

  it('explain a grant, PKCE, an audience and a clock that do not fit, each with what to do', async () => {
    const decision = page.getByRole('region', { name: 'The decision, step by step' });
    const device = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'x' };
    const shopSecret = { client_id: shop.client_id, client_secret: shop.client_secret };
    await explain((await postForm(`${server.baseUrl}/oauth/token`, { ...device, ...shopSecret })).headers);
    await decision.getByText('Accepted:').waitFor();
    expect(await decision.innerText()).toContain('client_credentials');
    const link = decision.getByRole('link', { name: 'Fill it in at Shop' });
    const filledIn = new URLSearchParams({ add_grant_types: device.grant_type }).toString();
    expect(await link.getAttribute('href')).toContain(filledIn);

    const party = await RelyingParty.at(server, { firstParty: true });
    const back = await party.authorize({ email: 'ada@example.com', password: 'a long password 77' });
    const verifier = { code_verifier: 'another-verifier-than-the-one-of-the-request' };
    await explain((await party.redeem(back.searchParams.get('code') ?? '', verifier)).headers);
    await decision.getByText('keep it with the state').waitFor();
    expect(await decision.innerText()).toContain(challengeOf(VERIFIER));

    const signing = await addSigningClient(server.database);
    const signed = async (claims: Record<string, unknown>) => {
      const fields = await assertionFields(signing.key, signing.clientId, server.baseUrl, claims);
      const sent = { grant_type: 'client_credentials', ...fields };
      await explain((await postForm(`${server.baseUrl}/oauth/token`, sent)).headers);
    };
    await signed({ aud: 'https://other.test' });
    await decision.getByText('Set its audience (aud) to one of the above').waitFor();
    expect(await decision.innerText()).toContain(`${server.baseUrl}/oauth/token`);
    const past = secondsNow() - 86_400;
    await signed({ iat: past - 60, exp: past });
    await decision.getByText('Set the clock of the machine that signs').waitFor();
  });

  it('that were refused are found by the same filters', async () => {
    const found = async (query: string) => {
      await page.goto(`/console/admin/refusals?${query}`);
      await rows().first().waitFor();
      return (await rows().allInnerTexts()).join('\n');
    };
    expect(await found('q=ada%40example.com')).toContain('wrong password');
    const ofShop = await found('q=shop');
    expect(ofShop).toContain('Shop');
    expect(ofShop).not.toContain('wrong password');
    const byAction = await found('q=auth%2Flogin');
    expect([byAction.includes('POST /auth/login'), byAction.includes('/oauth/token')]).toEqual([true, false]);
    const attempts = await found('show=refused-sign-ins');
    expect([attempts.includes('wrong password'), attempts.includes('unauthorized_client')]).toEqual([true, false]);
  });

  it.each(['light', 'dark'] as const)('leave the page of the API readable, in %s', async (colorScheme) => {
    const reader = await visitor(browser, server.baseUrl, { colorScheme });
    await reader.page.goto('/docs');
    await reader.page.locator('.opblock-tag').first().waitFor();
    await screenshot(reader.page, `docs-${colorScheme}`);
    const background = await reader.page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    const brightness = Number(/\d+/.exec(background)?.[0]);
    if (colorScheme === 'dark') expect(brightness).toBeLessThan(80);
    expect(await accessibilityFaults(reader.page)).toEqual([]);
    await reader.page.locator('.opblock-tag').first().click();
    await reader.page.locator('.opblock-summary-control').first().click();
    await reader.page.locator('.opblock-body').first().waitFor();
    await screenshot(reader.page, `docs-operation-${colorScheme}`);
    expect(await accessibilityFaults(reader.page)).toEqual([]);
    await reader.page.locator('.auth-wrapper .authorize').click();
    await reader.page.getByRole('dialog', { name: 'Authorizations' }).waitFor();
    await screenshot(reader.page, `docs-authorizations-${colorScheme}`);
    expect(await accessibilityFaults(reader.page)).toEqual([]);
    await reader.page.getByRole('button', { name: 'Close', exact: true }).first().click();
    await reader.page.getByRole('dialog').waitFor({ state: 'detached' });
    await reader.context.close();
  });

  it('did all that without asking another host or breaking the policy', () => {
    expect(misdeeds).toEqual({ complaints: [], foreign: [] });
  });
});
