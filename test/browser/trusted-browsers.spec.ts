import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator } from '../support/authenticator.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { SoftwarePasskey } from '../support/passkey.js';
import type { RelyingParty } from '../support/relying-party.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { givePassword, launchChromium, type Misdeeds, visitor } from './browser.js';
import { Device } from './device.js';
import { lookAt } from './looks.js';
import { allow, answerCallback, warehouse } from './warehouse.js';

const BOX = 'Trust this browser for 30 days';

(requireTools('a trusted browser', ['chromium']) ? describe : describe.skip)('a trusted browser', () => {
  const clock = new TestClock();
  let server: Latchkey;
  let browser: Browser;
  let page: Page;
  let misdeeds: Misdeeds;
  let ada: Person;
  let phone: Authenticator;
  let application: RelyingParty;

  beforeAll(async () => {
    // a code that was read is of the same step when it has been typed and sent
    clock.hold();
    server = await startLatchkey({ clock, host: 'localhost' });
    browser = await launchChromium();
    ada = await newPerson(server, await administrator(server));
    phone = await Authenticator.of(ada.api, ada.password, clock);
    application = await warehouse(server);
    ({ page, misdeeds } = await visitor(browser, server.baseUrl));
    await answerCallback(page);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const code = () => {
    clock.advance(60);
    return phone.code();
  };

  /** Opens a page that asks for the password, and gives it. */
  async function signInFrom(path: string, person: { email: string; password: string } = ada): Promise<void> {
    await page.goto(path);
    await givePassword(page, person);
  }

  async function personOfBoth() {
    const person = await newPerson(server, await administrator(server));
    const app = await Authenticator.of(person.api, person.password, clock);
    clock.advance(60);
    const { issuer } = server.settings;
    return { person, ...(await SoftwarePasskey.of(person.api, person.password, issuer, false, app.code())) };
  }

  async function giveCode(): Promise<void> {
    await page.getByLabel('Code of your authenticator app').fill(code());
    await page.getByRole('button', { name: 'Sign in' }).first().click();
  }

  async function signOut(): Promise<void> {
    await page.goto('/oauth/end-session');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  }

  const atApplication = (more = {}) => application.request({ scope: 'openid', prompt: 'login', ...more });

  it('is made by a tick on the page of the code, and asks for no code after that, in the console either', async () => {
    await signInFrom(atApplication());
    const box = page.getByLabel(BOX);
    await box.waitFor();
    expect(await box.isChecked()).toBe(false);
    await lookAt(page, 'trusted-browsers-page');
    await box.check();
    await giveCode();
    await allow(page);

    await signOut();
    await signInFrom(atApplication());
    await page.getByRole('button', { name: 'Allow' }).waitFor();

    await signOut();
    await signInFrom('/console/account/security');
    await page.getByRole('heading', { name: 'Security', exact: true }).waitFor();
  });

  it('is listed on the pages Security and Sessions, and asked again once it is removed there', async () => {
    const list = page.getByRole('region', { name: 'Trusted browsers' });
    await list.getByText('this one').waitFor();
    await page.getByText('A browser was trusted').waitFor();
    await lookAt(page, 'trusted-browsers-security');
    await page.goto('/console/account/sessions');
    await list.getByText('this one').waitFor();
    await lookAt(page, 'trusted-browsers-sessions');
    await list.getByRole('button', { name: /^Remove / }).click();
    await page.getByRole('dialog').getByText('takes your second factor again').waitFor();
    await page.getByRole('button', { name: 'Trust it no more' }).click();
    await list.getByText('None.').waitFor();

    await page.context().clearCookies({ name: server.cookies.session });
    await signInFrom('/console/account/sessions');
    await page.getByRole('heading', { name: 'Enter a code' }).waitFor();
  });

  it('is made by the console’s second step, too, and not with a recovery code', async () => {
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('One of your recovery codes').waitFor();
    expect(await page.getByLabel(BOX).count()).toBe(0);
    await page.getByRole('button', { name: 'Use the authenticator app' }).click();
    await page.getByLabel(BOX).check();
    await lookAt(page, 'trusted-browsers-console-code');
    await giveCode();
    await page.getByRole('region', { name: 'Trusted browsers' }).getByText('this one').waitFor();
    await page.context().clearCookies({ name: server.cookies.session });
    await signInFrom('/console/account/sessions');
    await page.getByRole('region', { name: 'Trusted browsers' }).getByText('this one').waitFor();
    // an application that asks for two factors gets them
    await signInFrom(atApplication({ acr_values: 'urn:latchkey:acr:two-factor' }));
    await page.getByRole('heading', { name: 'Enter a code' }).waitFor();
    expect(misdeeds.complaints).toEqual([]);
  });

  it('is made by the tick beside the code, where a passkey is used in its place', async () => {
    const { person: bob, passkey } = await personOfBoth();
    ({ page } = await visitor(browser, server.baseUrl));
    await page.goto('/pages/style.css');
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
    } as const;
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...options, isUserVerified: true, automaticPresenceSimulation: false },
    });
    await session.send('WebAuthn.addCredential', { authenticatorId, credential: passkey.carried() });
    await signInFrom(atApplication(), bob);
    await page.getByLabel(BOX).check();
    await lookAt(page, 'trusted-browsers-code-or-passkey');
    const touched = (enabled: boolean) =>
      session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    await touched(true);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await touched(false);
    await signOut();
    await signInFrom(atApplication(), bob);
    await page.getByRole('button', { name: 'Allow' }).waitFor();
  });

  it('is made by the tick before a passkey is set up, once the passkey is made', async () => {
    const eve = await newPerson(server, await administrator(server));
    phone = await Authenticator.of(eve.api, eve.password, clock);
    ({ page } = await visitor(browser, server.baseUrl));
    await answerCallback(page);
    const device = await Device.at(page, server.baseUrl);
    const claims = JSON.stringify({ id_token: { acr: { essential: true, value: 'phr' } } });
    await signInFrom(atApplication({ claims }), eve);
    await page.getByLabel(BOX).check();
    await giveCode();
    await page.getByRole('heading', { name: 'Set up a passkey' }).waitFor();
    const trusts = async () => (await page.context().cookies()).some(({ name }) => name === server.cookies.trust);
    expect(await trusts()).toBe(false);
    await device.isTouched(true);
    await page.getByRole('button', { name: 'Set up a passkey' }).click();
    await allow(page);
    expect(await trusts()).toBe(true);

    await device.isTouched(false);
    await signOut();
    await signInFrom(atApplication(), eve);
    await page.getByRole('button', { name: 'Allow' }).waitFor();
  });

  it('is told to administrators as a number', async () => {
    const boss = await visitor(browser, server.baseUrl);
    page = boss.page;
    await signInFrom(`/console/admin/users/${ada.id}`, ADMINISTRATOR);
    await page.getByRole('tab', { name: 'Security' }).click();
    await page.getByText('Trusted browsers, in which the password alone signs in: 1.').waitFor();
    await lookAt(page, 'trusted-browsers-of-a-user');
  });
});
