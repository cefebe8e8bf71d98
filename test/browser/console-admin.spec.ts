import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call } from '../support/http.js';
import { administrator, newPerson, type Person, sessionCookie } from '../support/management.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { writtenEvent } from '../support/written-event.js';
import { launchChromium, type Misdeeds, signInAt, visitor } from './browser.js';
import { eventually } from '../support/eventually.js';

(requireTools('the console, as an admin', ['chromium']) ? describe : describe.skip)('the console, as an admin', () => {
  let server: Latchkey;
  let browser: Browser;
  let page: Page;
  let misdeeds: Misdeeds;
  let admin: Person;
  let bob: Person;

  beforeAll(async () => {
    server = await startLatchkey();
    browser = await launchChromium();
    admin = await administrator(server);
    bob = await newPerson(server, admin);
    ({ page, misdeeds } = await visitor(browser, server.baseUrl));
    await signInAt(page, '/console/admin', ADMINISTRATOR.email, ADMINISTRATOR.password);
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const go = (name: string) => page.getByRole('link', { name, exact: true }).click();

  it('creates a user after mending what the server found wrong, with the domain as it is typed', async () => {
    await go('Users');
    await page.getByRole('link', { name: 'New user' }).click();
    await page.getByRole('textbox', { name: 'Email' }).fill(bob.email);
    await page.getByRole('textbox', { name: 'Password' }).fill('a long enough password');
    await page.getByRole('button', { name: 'Create user' }).click();
    await page.getByRole('textbox', { name: 'Email' }).and(page.locator('[aria-invalid=true]')).waitFor();
    await page.getByRole('textbox', { name: 'Email' }).fill('grace@bücher.example');
    await page.getByRole('button', { name: 'Create user' }).click();
    await page.getByText('grace@bücher.example can sign in now.').waitFor();
    await page.getByRole('heading', { name: 'grace@bücher.example' }).waitFor();
  });

  it('finds a user, sees the sign-in, and disables the account', async () => {
    await go('Users');
    await page.getByLabel('Search').fill(bob.email);
    await page.getByRole('link', { name: bob.email }).click();
    await page.getByRole('tab', { name: 'Sign-ins' }).click();
    await page.getByRole('button', { name: /^End the sign-in to/ }).waitFor();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByText(`${bob.email} is disabled.`).waitFor();
    expect((await bob.api.get('users/me')).status).toBe(401);
  });

  it('finds the person to add to a brand among those whose names contain theirs', async () => {
    const password = 'a long enough password';
    for (const name of ['ann', 'joann', 'hann', 'mary-ann']) {
      await admin.api.post('users', { email: `${name}@names.test`, password });
    }
    const brand = (await admin.api.post('brands', { name: 'Acme' })).json as { id: string };
    await page.goto(`/console/admin/brands/${brand.id}`);
    await page.getByLabel('Email or user name').fill('Ann@names.test ');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('They belong to the brand.').waitFor();
    await page.getByLabel('Email or user name').fill('nn@names.test');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('no account has this e-mail address, user name or id').waitFor();
    // what is typed and not sent would be asked about
    await page.getByLabel('Email or user name').fill('');
  });

  it('counts what an incident touches before it ends it', async () => {
    await go('Incidents');
    await page.getByLabel('From an address or network').fill('203.0.113.0/24');
    await page.getByRole('button', { name: 'Count what would end' }).click();
    await page.getByRole('dialog').getByText('0 sign-ins and 0 browser sessions would end').waitFor();
    await page.getByRole('button', { name: 'End nothing' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    // the same is counted once more: more of it may have begun
    const again = page.getByRole('button', { name: 'Count what would end' });
    expect(await again.isEnabled()).toBe(true);
    await again.click();
    await page.getByRole('dialog').getByText('0 sign-ins and 0 browser sessions would end').waitFor();
    await page.getByRole('button', { name: 'End nothing' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('explains a refusal by its request id', async () => {
    const refused = await call(`${server.baseUrl}/api/v1/users`, { headers: { 'x-api-key': 'sk_live_made_up' } });
    const requestId = String(refused.headers['x-request-id']);
    await go('Why was I refused?');
    await page.getByLabel('Request id').fill(requestId);
    await writtenEvent(admin, requestId);
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('Refused: invalid_token').waitFor();
  });

  it('follows the audit trail, and finds a change in it', async () => {
    await page.goto('/console/admin/audit');
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByRole('combobox', { name: 'Action' }).fill('User cre');
    await page.getByRole('option', { name: /user\.create/ }).click();
    await page.waitForURL(/audit\?action=user\.create$/);
    await page.getByText('User created').first().waitFor();
    await page.getByRole('link', { name: 'Export as NDJSON' }).waitFor();
  });

  it('makes a brand, and shows its page as it is typed', async () => {
    await go('Brands');
    await page.getByRole('link', { name: 'New brand' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Acme');
    await page.getByRole('textbox', { name: 'Colour' }).fill('#b3261e');
    await eventually(
      () => page.locator('.brand span').textContent(),
      (value) => expect(value).toBe('Acme'),
    );
    await page.getByRole('button', { name: 'Create brand' }).click();
    await page.getByText('Acme is created.').waitFor();
  });

  it('rotates the signing key', async () => {
    await go('Signing keys');
    await page.getByRole('button', { name: 'Rotate now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
    await page.getByText('The next key is published.').waitFor();
  });

  it('refuses a write that another site starts with the session cookie', async () => {
    const cookie = await sessionCookie(server, ADMINISTRATOR.email, ADMINISTRATOR.password);
    const write = (headers: Record<string, string>) =>
      call(`${server.baseUrl}/api/v1/signing-keys/rotate`, { method: 'POST', headers: { ...cookie, ...headers } });
    expect((await write({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await write({ origin: 'https://evil.example' })).status).toBe(403);
  });

  it('did all that without asking another host or breaking its policy', () => {
    expect(misdeeds).toEqual({ complaints: [], foreign: [] });
  });
});
