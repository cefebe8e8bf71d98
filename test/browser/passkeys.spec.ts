import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, newPerson, type Person } from '../support/management.js';
import { SoftwarePasskey } from '../support/passkey.js';
import type { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { givePassword, launchChromium, type Misdeeds, screenshot, signInAt, visitor } from './browser.js';
import { Device } from './device.js';
import { lookAt } from './looks.js';
import { allow, answerCallback, warehouse } from './warehouse.js';

/** Bytes that the passkeys may add to the sign-in page, its scripts included. */
const MAX_ADDED = 15_000;

(requireTools('passkeys, in a browser', ['chromium']) ? describe : describe.skip)('passkeys, in a browser', () => {
  const clock = new TestClock();
  let server: Latchkey;
  let browser: Browser;
  let page: Page;
  let misdeeds: Misdeeds;
  let device: Device;
  let ada: Person;
  let application: RelyingParty;
  let uses = 0;

  beforeAll(async () => {
    server = await startLatchkey({ clock, host: 'localhost' });
    browser = await launchChromium();
    ada = await newPerson(server, await administrator(server));
    application = await warehouse(server);
    ({ page, misdeeds } = await visitor(browser, server.baseUrl));
    device = await Device.at(page, server.baseUrl);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  /** The person's passkeys, as their device keeps them now: the counter of one never goes back. */
  const carried = async () =>
    (await device.credentials()).map((credential) => ({ ...credential, signCount: (uses += 100) }));

  /** Another browser of the person, on the same device, on the way to the application. */
  async function onTheWay(origin = server.baseUrl) {
    const { page: another, misdeeds: faults } = await visitor(browser, server.baseUrl);
    const own = await Device.at(another, origin, await carried());
    const at = await answerCallback(another);
    const open = () => another.goto(`${origin}${application.request({ scope: 'openid' })}`);
    const goesBack = async () => {
      await allow(another);
      expect(at.returned?.searchParams.get('code')).toEqual(expect.any(String));
    };
    return { another, own, open, goesBack, faults };
  }

  it('are made on the page Security, with recovery codes', async () => {
    await signInAt(page, '/console/account/security', ada.email, ada.password);
    await page.getByRole('region', { name: 'Passkeys' }).getByText('off').waitFor();
    await lookAt(page, 'passkeys-security-off');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Your password').fill(ada.password);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByLabel('Name of the passkey').fill('Laptop');
    await lookAt(page, 'passkeys-security-naming');
    await device.isTouched(true);
    await page.getByRole('button', { name: 'Make the passkey' }).click();
    await page.getByRole('region', { name: 'Codes to keep' }).locator('pre').waitFor();
    await device.isTouched(false);
    await page.getByRole('group', { name: 'Laptop' }).getByText('last used: not yet').waitFor();
    await lookAt(page, 'passkeys-security-on');
    expect(await device.credentials()).toEqual([
      expect.objectContaining({ rpId: 'localhost', isResidentCredential: true }),
    ]);
  });

  it('sign in by the autofill of the user name, without a click', async () => {
    const { own, open, goesBack, faults } = await onTheWay();
    await own.isTouched(true);
    await open();
    await goesBack();
    expect(faults.complaints).toEqual([]);
  });

  it('sign in by a button, on a page that weighs little more', async () => {
    const { another, own, open, goesBack, faults } = await onTheWay();
    await open();
    await another.getByRole('button', { name: 'Use a passkey' }).waitFor();
    await lookAt(another, 'passkeys-sign-in');
    const html = await another.content();
    const form = /<form id="passkey".*?<\/form>/s.exec(html)?.[0] ?? '';
    const script = await (await another.request.get('/pages/passkey.js')).text();
    expect(form.length + script.length).toBeLessThan(MAX_ADDED);
    await own.isTouched(true);
    await another.getByRole('button', { name: 'Use a passkey' }).click();
    await goesBack();
    expect(faults.complaints).toEqual([]);
  });

  it('are no condition of the password form, without JavaScript', async () => {
    const { page: plain } = await visitor(browser, server.baseUrl, { javaScriptEnabled: false });
    await plain.goto(application.request({ scope: 'openid' }));
    expect(await plain.getByText('Use a passkey').isVisible()).toBe(false);
    await givePassword(plain, ada);
    await plain.getByRole('heading', { name: 'Use your passkey' }).waitFor();
    expect(await plain.content()).toContain('Passkeys need JavaScript');
    await screenshot(plain, 'passkeys-second-factor-without-script');
  });

  it('do not work in every browser, which then says so and what to do', async () => {
    const { context, page: plain, misdeeds: faults } = await visitor(browser, server.baseUrl);
    await context.addInitScript('delete window.PublicKeyCredential');
    await plain.goto(application.request({ scope: 'openid' }));
    await givePassword(plain, ada);
    await plain.getByRole('heading', { name: 'Use your passkey' }).waitFor();
    await plain.getByRole('status').getByText('Passkeys do not work in this browser').waitFor();
    expect(await plain.getByRole('button', { name: 'Use a passkey' }).isVisible()).toBe(false);
    await lookAt(plain, 'passkeys-second-factor-unsupported');
    await plain.getByText('Use a recovery code', { exact: true }).click();
    const field = plain.getByLabel('One of your recovery codes');
    await field.fill('abcde-fghij-kmnpq-rstuv');
    await field.press('Enter');
    await plain.getByRole('alert').getByText('This recovery code is wrong').waitFor();
    await field.and(plain.locator(':focus')).waitFor();
    await lookAt(plain, 'passkeys-second-factor-wrong-recovery-code');

    await plain.goto('/console/account/security');
    await givePassword(plain, ada);
    await plain.getByText('Passkeys do not work here').waitFor();
    await plain.getByRole('button', { name: 'Use a recovery code' }).click();
    await field.fill('abcde-fghij-kmnpq-rstuv');
    await plain.getByRole('button', { name: 'Sign in' }).click();
    await plain.getByRole('alert').waitFor();
    await plain.getByRole('button', { name: 'Use the passkey' }).click();
    await plain.getByText('Passkeys do not work here').waitFor();
    expect(await plain.getByRole('alert').count()).toBe(0);
    expect(faults).toEqual({ complaints: [], foreign: [] });
  });

  it('are the second factor after the password', async () => {
    const { another, own, open, goesBack, faults } = await onTheWay();
    await open();
    await givePassword(another, ada);
    await another.getByRole('heading', { name: 'Use your passkey' }).waitFor();
    await lookAt(another, 'passkeys-second-factor');
    await own.isTouched(true);
    await another.getByRole('button', { name: 'Use a passkey' }).click();
    await goesBack();
    expect(faults.complaints).toEqual([]);
  });

  it('sign in at the console, alone and after the password', async () => {
    const { page: first, misdeeds: faults } = await visitor(browser, server.baseUrl);
    const own = await Device.at(first, server.baseUrl, await carried());
    await first.goto('/console/account/security');
    await first.getByRole('button', { name: 'Use a passkey' }).waitFor();
    await lookAt(first, 'passkeys-console-sign-in');
    await own.isTouched(true);
    await first.getByRole('button', { name: 'Use a passkey' }).click();
    await first.getByRole('group', { name: 'Laptop' }).waitFor();
    expect(faults).toEqual({ complaints: [], foreign: [] });

    const { page: second } = await visitor(browser, server.baseUrl);
    const same = await Device.at(second, server.baseUrl, await carried());
    await second.goto('/console/account/security');
    await givePassword(second, ada);
    await second.getByRole('heading', { name: 'Use your passkey' }).waitFor();
    expect(await second.getByLabel('Code of your authenticator app').count()).toBe(0);
    await lookAt(second, 'passkeys-console-second-factor');
    await same.isTouched(true);
    await second.getByRole('button', { name: 'Use a passkey' }).click();
    await second.getByRole('group', { name: 'Laptop' }).waitFor();
  });

  it('sign in at the console by autofill, and use the account without a password', async () => {
    const { page: another } = await visitor(browser, server.baseUrl);
    const own = await Device.at(another, server.baseUrl, await carried());
    await own.isTouched(true);
    await another.goto('/console/account/security');
    await another.getByRole('button', { name: 'Rename Laptop' }).click();
    await another.getByRole('group', { name: 'Laptop' }).getByLabel('Name').fill('Laptop of Ada');
    await another.getByRole('button', { name: 'Save' }).click();
    await another.getByRole('group', { name: 'Laptop of Ada' }).waitFor();
    await another.getByRole('button', { name: 'Make new codes' }).click();
    await lookAt(another, 'passkeys-fresh-proof');
    await another.getByRole('dialog').getByRole('button', { name: 'Use a passkey' }).click();
    await another.getByRole('region', { name: 'Codes to keep' }).locator('pre').waitFor();

    ada.password = 'another password of Ada';
    await another.getByLabel('New password', { exact: true }).fill(ada.password);
    await another.getByLabel('New password again').fill(ada.password);
    await another.getByRole('button', { name: 'Use a passkey instead' }).click();
    await another.getByText('Your password is changed.').waitFor();
    await another.goto('/console/account');
    await another.getByLabel('New address').fill('ada.elsewhere@example.com');
    await lookAt(another, 'passkeys-new-address');
    await another.getByRole('button', { name: 'Use a passkey instead' }).click();
    await another.getByText('You keep').waitFor();
    await another.getByRole('button', { name: 'Withdraw' }).click();
    // its other sign-ins have ended
    await page.context().clearCookies();
    await device.keep(await carried());
    await device.isTouched(true);
    await page.goto('/console/account/security');
    await page.getByRole('group', { name: 'Laptop of Ada' }).waitFor();
    await device.isTouched(false);
  });

  it('do nothing on another origin', async () => {
    const elsewhere = server.baseUrl.replace('localhost', '127.0.0.1');
    const { another, own, open } = await onTheWay(elsewhere);
    await own.isTouched(true);
    await open();
    await another.getByRole('button', { name: 'Use a passkey' }).click();
    await another.getByRole('alert').getByText('No passkey was used').waitFor();
    expect(new URL(another.url()).origin).toBe(elsewhere);
  });

  it('are seen by administrators, and sign in no more once removed', async () => {
    const { page: boss } = await visitor(browser, server.baseUrl);
    await signInAt(boss, `/console/admin/users/${ada.id}`, 'admin@example.com', 'correct horse battery staple');
    await boss.getByRole('tab', { name: 'Security' }).click();
    await boss.getByText('The passkey Laptop of Ada, added').waitFor();
    await lookAt(boss, 'passkeys-of-a-user');

    const { another, own, open } = await onTheWay();
    await page.reload();
    await page.getByRole('button', { name: 'Remove Laptop of Ada' }).click();
    await device.keep(await carried());
    await device.isTouched(true);
    await page.getByRole('dialog').getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('region', { name: 'Passkeys' }).getByText('off').waitFor();
    expect(misdeeds).toEqual({ complaints: [], foreign: [] });

    await own.isTouched(true);
    await open();
    await another.getByRole('alert').getByText('This passkey was not accepted').waitFor();
    await another.getByLabel('Email or user name').fill(ada.email);
    await another.getByRole('button', { name: 'Use a passkey' }).click();
    // as the server has drawn it again
    await another.locator(`#username[value="${ada.email}"]`).waitFor();
  });

  it('are at most twenty: the page says so, and the twentieth is the last', async () => {
    const person = await newPerson(server, await administrator(server));
    const { page: own } = await visitor(browser, server.baseUrl);
    const key = await Device.at(own, server.baseUrl);
    await signInAt(own, '/console/account/security', person.email, person.password);
    const { recoveryCodes } = await SoftwarePasskey.of(person.api, person.password, server.settings.issuer);
    await server.database.query(
      `INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, device_bound, backed_up, aaguid, name, created_at)
       SELECT gen_random_uuid(), $1, uuid_send(gen_random_uuid()), '', 0, true, false, gen_random_uuid(), 'Key ' || n, now()
         FROM generate_series(2, 19) AS n`,
      [person.id],
    );
    await own.reload();
    await own.getByRole('button', { name: 'Add a passkey' }).click();
    await own.getByLabel('Your password').fill(person.password);
    await own.getByRole('textbox', { name: 'Code' }).fill(recoveryCodes[0] ?? '');
    await own.getByRole('button', { name: 'Go on' }).click();
    await own.getByLabel('Name of the passkey').fill('The last one');
    await key.isTouched(true);
    await own.getByRole('button', { name: 'Make the passkey' }).click();
    await own.getByText('You have 20, and an account keeps no more. Remove one first.').waitFor();
    expect(await own.getByRole('button', { name: 'Add a passkey' }).isDisabled()).toBe(true);
    await lookAt(own, 'passkeys-security-full');
  });
});
