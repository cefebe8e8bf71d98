import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator, totpOf } from '../support/authenticator.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import type { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { requireTools } from '../support/tools.js';
import { givePassword, launchChromium, type Misdeeds, signInAt, visitor } from './browser.js';
import { lookAt } from './looks.js';
import { allow, answerCallback, CALLBACK, vault, warehouse } from './warehouse.js';

(requireTools('a second factor, in a browser', ['chromium']) ? describe : describe.skip)(
  'a second factor, in a browser',
  () => {
    const clock = new TestClock();
    let server: Latchkey;
    let browser: Browser;
    let page: Page;
    let misdeeds: Misdeeds;
    let ada: Person;
    let application: RelyingParty;
    let secret: string;
    let recoveryCodes: string[];

    const code = () => {
      clock.advance(60);
      return totpOf(secret).generate({ timestamp: clock.now().getTime() });
    };

    beforeAll(async () => {
      // a code that was read is of the same step when it has been typed and sent
      clock.hold();
      server = await startLatchkey({ clock });
      browser = await launchChromium();
      ada = await newPerson(server, await administrator(server));
      application = await warehouse(server);
      ({ page, misdeeds } = await visitor(browser, server.baseUrl));
    });
    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    it('is set up on the page Security, with a QR code and recovery codes', async () => {
      await signInAt(page, '/console/account/security', ada.email, ada.password);
      await page.getByRole('region', { name: 'Authenticator app' }).getByText('off').waitFor();
      await lookAt(page, 'second-factor-security-off');
      await page.getByRole('button', { name: 'Set up an app' }).click();
      await page.getByLabel('Your password').fill('not the password');
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByText('is not your present password').waitFor();
      await page.getByLabel('Your password').fill(ada.password);
      await page.getByRole('button', { name: 'Go on' }).click();
      // refused unless it is a picture
      await page.getByAltText('QR code of the secret').evaluate('(image) => image.decode()');
      secret = await page.getByTestId('Secret, for an app without a camera').innerText();
      await lookAt(page, 'second-factor-enrolment');
      await page.getByLabel('Code of the app').fill('000000');
      await page.getByRole('button', { name: 'Finish' }).click();
      await page.getByText('is not the present code of the app').waitFor();
      await page.getByLabel('Code of the app').fill(code());
      await page.getByRole('button', { name: 'Finish' }).click();
      const list = page.getByRole('region', { name: 'Codes to keep' }).locator('pre');
      await list.waitFor();
      recoveryCodes = (await list.innerText()).trim().split('\n');
      expect(recoveryCodes).toHaveLength(10);
      await lookAt(page, 'second-factor-recovery-codes');
    });

    it('is asked for by the console, on a second step', async () => {
      const { page: another, misdeeds: faults } = await visitor(browser, server.baseUrl);
      await another.goto('/console/account/security');
      await givePassword(another, ada);
      await another.getByRole('heading', { name: 'Enter a code' }).waitFor();
      await lookAt(another, 'second-factor-console-code');
      await another.getByLabel('Code of your authenticator app').fill('000000');
      await another.getByRole('button', { name: 'Sign in' }).click();
      await another.getByRole('alert').getByText('This code is wrong').waitFor();
      await another.getByRole('button', { name: 'Use a recovery code' }).click();
      await another.getByLabel('One of your recovery codes').fill(recoveryCodes[0] ?? '');
      await another.getByRole('button', { name: 'Sign in' }).click();
      await another.getByText('9 codes are left.').waitFor();
      expect(faults).toEqual({ complaints: [], foreign: [] });
    });

    it('is asked for on the pages of an application', async () => {
      const { page: another, misdeeds: faults } = await visitor(browser, server.baseUrl);
      const at = await answerCallback(another);
      await another.goto(application.request({ scope: 'openid', prompt: 'login' }));
      await givePassword(another, ada);
      await another.getByRole('heading', { name: 'Enter a code' }).waitFor();
      await another.getByText('Use a recovery code').click();
      await lookAt(another, 'second-factor-page');
      await another.getByLabel('Code of your authenticator app').fill('000000');
      await another.getByRole('button', { name: 'Sign in' }).first().click();
      await another.getByRole('alert').getByText('This code is wrong').waitFor();
      await another.getByLabel('Code of your authenticator app').fill(code());
      await another.getByRole('button', { name: 'Sign in' }).first().click();
      await allow(another);
      expect(at.returned?.searchParams.get('code')).toEqual(expect.any(String));
      expect(faults.complaints).toEqual([]);
    });

    it('is set up on a page of the sign-in, where the application requires one', async () => {
      const bob = await newPerson(server, await administrator(server));
      const boss = await administrator(server);
      const strict = await boss.api.post('applications', {
        ...{ name: 'Vault', type: 'public', scopes: ['openid'], redirect_uris: [CALLBACK], first_party: true },
        second_factor: 'required',
      });
      const { page: another, misdeeds: faults } = await visitor(browser, server.baseUrl);
      await answerCallback(another);
      await another.goto(vault(server, strict.json).request({ scope: 'openid' }));
      await givePassword(another, bob);
      await another.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
      await another.getByText('Without a camera').click();
      const shown = await another.locator('code.secret').innerText();
      await lookAt(another, 'second-factor-set-up');
      const typed = () => totpOf(shown.trim()).generate({ timestamp: clock.now().getTime() });
      await another.getByLabel('Code that the app shows').fill(typed());
      await another.getByRole('button', { name: 'Set it up and sign in' }).click();
      await another.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
      await lookAt(another, 'second-factor-set-up-codes');
      await another.getByRole('link', { name: 'I have kept them: go on' }).click();
      await allow(another);
      expect(faults.complaints).toEqual([]);
    });

    it('is set up in the console’s sign-in, where administrators must have one', async () => {
      const settings = { SECOND_FACTOR_ADMINS: 'required' };
      const strict = await startLatchkey({ clock, database: server.database, settings });
      const boss = await newPerson(server, await administrator(server), 'admin');
      const { page: another, misdeeds: faults } = await visitor(browser, strict.baseUrl);
      await another.goto('/console/admin/users/new');
      await givePassword(another, boss);
      await another.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
      const shown = await another.getByTestId('Secret, for an app without a camera').innerText();
      await lookAt(another, 'second-factor-console-set-up');
      await another
        .getByLabel('Code of the app')
        .fill(totpOf(shown.trim()).generate({ timestamp: clock.now().getTime() }));
      await another.getByRole('button', { name: 'Finish' }).click();
      await another.getByRole('region', { name: 'Codes to keep' }).waitFor();
      await lookAt(another, 'second-factor-console-set-up-codes');
      await another.getByRole('button', { name: 'I have kept them: go on' }).click();
      await another.getByRole('heading', { name: 'New user' }).waitFor();
      expect(faults).toEqual({ complaints: [], foreign: [] });
      await strict.stop();
    });

    it('is asked for again before an administrator’s act, which then goes on where the person was', async () => {
      const boss = await newPerson(server, await administrator(server), 'admin');
      const phone = await Authenticator.of(boss.api, boss.password, clock);
      const { page: another, misdeeds: faults } = await visitor(browser, server.baseUrl);
      await another.goto('/console/admin/users/new');
      await givePassword(another, boss);
      await another.getByLabel('Code of your authenticator app').waitFor();
      clock.advance(60);
      await another.getByLabel('Code of your authenticator app').fill(phone.code());
      await another.getByRole('button', { name: 'Sign in' }).click();
      await another.getByRole('heading', { name: 'New user' }).waitFor();
      clock.advance(601);
      await another.getByRole('textbox', { name: /^Email/ }).fill('made.after@example.com');
      await another.getByRole('textbox', { name: /^Password/ }).fill('a password of theirs');
      await another.getByRole('button', { name: 'Create user' }).click();
      const dialog = another.getByRole('dialog', { name: 'Confirm that it is you' });
      await dialog.waitFor();
      await lookAt(another, 'second-factor-step-up');
      await dialog.getByLabel('Code').fill('000000');
      await dialog.getByRole('button', { name: 'Confirm' }).click();
      await dialog.getByText('is wrong, too old or was used already').waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await another.getByText('This takes a fresh second factor').waitFor();
      await another.getByRole('button', { name: 'Create user' }).click();
      await dialog.getByLabel('Code').fill(phone.code());
      await dialog.getByRole('button', { name: 'Confirm' }).click();
      await another.getByRole('heading', { name: 'made.after@example.com' }).waitFor();
      expect(faults).toEqual({ complaints: [], foreign: [] });
    });

    it('is led to by the console, where an administrator must have one and has none', async () => {
      const boss = await newPerson(server, await administrator(server), 'admin');
      const settings = { SECOND_FACTOR_ADMINS: 'required' };
      const strict = await startLatchkey({ clock, database: server.database, settings });
      const { page: another } = await visitor(browser, server.baseUrl);
      await signInAt(another, '/console/account', boss.email, boss.password);
      // signed in before the policy
      const kept = (await another.context().cookies()).find(({ name }) => name === server.cookies.session);
      const { value = '' } = kept ?? {};
      await another.context().addCookies([{ name: strict.cookies.session, value, url: strict.baseUrl }]);
      await another.goto(`${strict.baseUrl}/console/admin/users/new`);
      await another.getByRole('textbox', { name: /^Email/ }).fill('not.made@example.com');
      await another.getByRole('textbox', { name: /^Password/ }).fill('a password of theirs');
      await another.getByRole('button', { name: 'Create user' }).click();
      await another.getByRole('dialog', { name: 'A second factor is needed' }).waitFor();
      await lookAt(another, 'second-factor-step-up-without-factor');
      await another.getByRole('link', { name: 'Go to Security' }).click();
      await another.getByRole('button', { name: 'Leave without saving' }).click();
      await another.getByRole('button', { name: 'Set up an app' }).waitFor();
      await strict.stop();
    });

    it('is shown to administrators, who can reset it', async () => {
      const { page: another } = await visitor(browser, server.baseUrl);
      await signInAt(another, `/console/admin/users/${ada.id}`, 'admin@example.com', 'correct horse battery staple');
      await another.getByRole('tab', { name: 'Security' }).click();
      await another.getByText('An authenticator app, set up').waitFor();
      await lookAt(another, 'second-factor-of-a-user');
      await another.getByRole('button', { name: 'Reset the second factor' }).click();
      await another.getByRole('button', { name: 'Reset', exact: true }).click();
      await another.getByText('None: the password alone signs in.').waitFor();
      expect(misdeeds).toEqual({ complaints: [], foreign: [] });
    });
  },
);
