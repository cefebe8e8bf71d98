import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { administrator, newPerson, type Person, tokenPair } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { accessibilityFaults } from './axe.js';
import { launchChromium, type Misdeeds, screenshot, signInAt, visitor } from './browser.js';
import { standsStill } from './stillness.js';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

(requireTools('the console of end users and brand owners', ['chromium']) ? describe : describe.skip)(
  'where only administrators are developers, the console',
  () => {
    let server: Latchkey;
    let browser: Browser;
    let admin: Person;
    const pages: { page: Page; misdeeds: Misdeeds }[] = [];

    beforeAll(async () => {
      server = await startLatchkey({ settings: { DEVELOPERS: 'admins' } });
      browser = await launchChromium();
      admin = await administrator(server);
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    async function open(person: Person, path: string, options: BrowserContextOptions = {}): Promise<Page> {
      const { page, misdeeds } = await visitor(browser, server.baseUrl, options);
      pages.push({ page, misdeeds });
      await signInAt(page, `/console${path}`, person.email, person.password);
      return page;
    }

    const places = (page: Page) =>
      page.getByRole('navigation', { name: 'Account & Settings' }).getByRole('link').allInnerTexts();

    it('shows an end user an account', async () => {
      const person = await newPerson(server, admin);
      const page = await open(person, '/');
      await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
      await standsStill(page);
      expect(await places(page)).toEqual(['Profile', 'Security', 'Sessions & sign-ins', 'Applications I have allowed']);
      expect(await page.getByText(/Account number|member/).count()).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await screenshot(page, 'end-user-light');

      for (const path of ['applications', 'api-keys']) {
        await page.goto(`/console/account/${path}/new`);
        await page.getByRole('heading', { name: 'For developers' }).waitFor();
        await page.goto(`/console/account/${path}`);
        await page.getByText(/^Administrators create the/).waitFor();
        await standsStill(page);
        expect(await page.getByRole('link', { name: /^New/ }).count()).toBe(0);
      }
    });

    it('names sign-ins and scopes for people', async () => {
      const person = await newPerson(server, admin);
      await tokenPair(server, person.email, person.password);
      const party = await RelyingParty.at(server, { scopes: ['openid', 'email'] });
      await party.tokens(person, { scope: 'openid email' });
      const page = await open(person, '/account/sessions', { ...PHONE, colorScheme: 'dark' });
      await page.getByText('Signed in with the API').first().waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await screenshot(page, 'end-user-sessions-phone-dark');
      await page.goto('/console/account/consents');
      await page.getByText('Know who you are').waitFor();
      await screenshot(page, 'end-user-consents-phone-dark');
    });

    it('leads the owner of a brand to it: its looks, members and applications', async () => {
      const [owner, colleague] = [await newPerson(server, admin), await newPerson(server, admin)];
      await admin.api.patch(`users/${colleague.id}`, { name: 'Charles Babbage' });
      const made = await admin.api.post('brands', { name: 'Acme', primary_color: '#0a7cff' });
      const { id } = made.json as { id: string };
      await admin.api.put(`brands/${id}/members/${owner.id}`, { role: 'owner' });
      await admin.api.post('applications', { name: 'Shop', scopes: ['read_items'], brand_id: id });

      const page = await open(owner, '/account');
      await page.getByRole('link', { name: 'Brands' }).click();
      await page.getByRole('link', { name: 'Acme' }).click();
      await page.getByRole('heading', { name: 'Acme', level: 1 }).waitFor();
      await page.getByRole('table', { name: 'Applications' }).getByText('Shop').waitFor();
      await page.getByLabel('User ID').fill('charles');
      await page.getByRole('button', { name: 'Add' }).click();
      await page.getByText('is not the user ID of an account').waitFor();
      await page.getByLabel('User ID').fill(colleague.id);
      await page.getByRole('button', { name: 'Add' }).click();
      await page.getByText('They are invited').waitFor();
      await eventually(
        () => page.getByLabel('User ID').inputValue(),
        (id) => expect(id).toBe(''),
      );
      await page.getByRole('table', { name: 'Members' }).getByText('invited as member').waitFor();
      const theirs = await open(colleague, '/account/brands');
      await theirs.getByRole('region', { name: 'Invitations' }).getByText('Acme').waitFor();
      await theirs.getByRole('button', { name: 'Accept' }).click();
      await theirs.getByRole('link', { name: 'Acme' }).waitFor();
      await page.reload();
      await page.getByRole('table', { name: 'Members' }).getByText('Charles Babbage').waitFor();
      await page.getByLabel('Name').fill('Acme and Sons');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: 'Acme and Sons', level: 1 }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      await screenshot(page, 'brand-owner-light');

      const other = await open(colleague, `/account/brands/${id}`, { colorScheme: 'dark' });
      await other.getByText('You belong to this brand. Its owners change it.').waitFor();
      await standsStill(other);
      expect(await other.getByRole('button', { name: /^(Save|Delete|Add|Remove|Detach)/ }).count()).toBe(0);
      expect(await other.getByRole('heading', { name: 'Applications' }).count()).toBe(0);
      await screenshot(other, 'brand-member-dark');
      await other.getByRole('button', { name: 'Leave the brand' }).click();
      await other.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
      await other.getByText('No brand yet').waitFor();
      await standsStill(other);
      expect(await other.getByText('New brand').count()).toBe(0);
    });

    it('shows an administrator everything', async () => {
      const page = await open(admin, '/account');
      await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
      expect(await places(page)).toContain('API keys');
      await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Brands' }).waitFor();
    });

    it('does all that without asking another host or breaking its policy', () => {
      for (const { misdeeds } of pages) expect(misdeeds).toEqual({ complaints: [], foreign: [] });
    });
  },
);
