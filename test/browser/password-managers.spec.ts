import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, type Person } from '../support/management.js';
import type { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { accessibilityFaults } from './axe.js';
import { givePassword, launchChromium, signInAt, visitor } from './browser.js';
import { answerCallback, warehouse } from './warehouse.js';

const NAMES = "xpath=ancestor::form//input[@type='text' or @type='email'][following::input[@type='password']]";

/** The text field before the password, which password managers keep the password under; people do not meet it. */
async function nameBefore(password: Locator): Promise<Record<string, unknown> | undefined> {
  const field = password.locator(NAMES).last();
  if ((await field.count()) === 0) return undefined;
  const { width = 0, height = 0 } = (await field.boundingBox()) ?? {};
  const attributes = ['value', 'autocomplete', 'readonly', 'tabindex', 'aria-hidden'];
  const values = await Promise.all(attributes.map((name) => field.getAttribute(name)));
  return { ...Object.fromEntries(attributes.map((name, i) => [name, values[i]])), area: width * height };
}

/** A field that is not displayed at all is none to some of them. */
const named = (value: string) => ({
  ...{ value, autocomplete: 'username', readonly: '', tabindex: '-1', 'aria-hidden': 'true' },
  area: 1,
});

(requireTools('password managers', ['chromium']) ? describe : describe.skip)('password managers', () => {
  let server: Latchkey;
  let browser: Browser;
  let admin: Person;
  let application: RelyingParty;
  let people = 0;

  beforeAll(async () => {
    server = await startLatchkey();
    browser = await launchChromium();
    admin = await administrator(server);
    application = await warehouse(server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  async function someone(more: { password_change_required?: boolean } = {}) {
    const person = { email: `keeper${String(++people)}@example.com`, password: 'the password of a member' };
    expect((await admin.api.post('users', { ...person, ...more })).status).toBe(201);
    return { person, ...(await visitor(browser, server.baseUrl)) };
  }

  it('find the user name where the pages ask for a new password', async () => {
    const { person, page, misdeeds } = await someone({ password_change_required: true });
    await answerCallback(page);
    await page.goto(application.request({ scope: 'openid' }));
    await givePassword(page, person);
    await page.getByRole('heading', { name: 'Choose a password' }).waitFor();
    expect(await nameBefore(page.getByLabel('New password', { exact: true }))).toEqual(named(person.email));
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(misdeeds.complaints).toEqual([]);
  });

  it('find it where the console asks for a new password', async () => {
    const { person, page, misdeeds } = await someone({ password_change_required: true });
    await page.goto('/console/');
    await givePassword(page, person);
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    expect(await nameBefore(page.getByLabel('New password', { exact: true }))).toEqual(named(person.email));
    expect(await nameBefore(page.getByLabel('Current password'))).toEqual(named(person.email));
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(misdeeds.complaints).toEqual([]);
  });

  it('find it where the console asks for the password again', async () => {
    const { person, page } = await someone();
    await signInAt(page, '/console/account/security', person.email, person.password);
    await page.getByLabel('Current password').waitFor();
    expect(await nameBefore(page.getByLabel('New password', { exact: true }))).toEqual(named(person.email));
    await page.getByRole('button', { name: 'Set up an app' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Your password').waitFor();
    expect(await nameBefore(dialog.getByLabel('Your password'))).toEqual(named(person.email));
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.goto('/console/account');
    await page.getByLabel('New address').waitFor();
    expect(await nameBefore(page.getByLabel('Your password'))).toEqual(named(person.email));
  });
});
