import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { administrator, newPerson } from '../support/management.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { launchChromium, signInAt, visitor } from './browser.js';

/** Each empty list says what the thing is for, and leads to the first; without an action it fills by itself. */
const MEMBERS = [
  ['/account/applications', 'No application yet', /Client ID/, 'New application'],
  ['/account/api-keys', 'No API key yet', /should not know your password/, 'New API key'],
  ['/account/brands', 'No brand yet', /sign-in pages/, 'New brand'],
  ['/account/ip-whitelist', 'Every address is allowed', /Once there is an entry/, 'Add'],
  ['/account/consents', 'You have allowed nothing', /asks you in a browser/, null],
] as const;

const ADMINISTRATORS = [
  ['/admin/brands', 'No brand yet', /sign-in pages/, 'New brand'],
  ['/admin/resources', 'No resource yet', /tokens for it are refused everywhere else/, 'Register a resource'],
  ['/admin/refusals', 'Nothing was refused', /stands here at once/, null],
] as const;

(requireTools('the empty lists of the console', ['chromium']) ? describe : describe.skip)(
  'an empty list of the console says what the thing is for, and offers the first:',
  () => {
    let server: Latchkey;
    let browser: Browser;
    let member: Page;
    let admin: Page;

    beforeAll(async () => {
      server = await startLatchkey();
      browser = await launchChromium();
      const person = await newPerson(server, await administrator(server));
      ({ page: member } = await visitor(browser, server.baseUrl));
      await signInAt(member, '/console/account', person.email, person.password);
      ({ page: admin } = await visitor(browser, server.baseUrl));
      await signInAt(admin, '/console/admin', ADMINISTRATOR.email, ADMINISTRATOR.password);
    });
    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    async function look(page: Page, path: string, title: string, hint: RegExp, act: string | null): Promise<void> {
      await page.goto(`/console${path}`);
      await page.getByText(title, { exact: true }).waitFor();
      await page.getByText(hint).first().waitFor();
      if (act === null) return;
      const named = { name: act, exact: true };
      await page.getByRole('link', named).or(page.getByRole('button', named)).first().waitFor();
    }

    it.each(MEMBERS)('%s of a member', (path, title, hint, act) => look(member, path, title, hint, act));
    it.each(ADMINISTRATORS)('%s of an administrator', (path, title, hint, act) => look(admin, path, title, hint, act));
  },
);
