import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, newPerson, type Person } from '../support/management.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { launchChromium, screenshot, signInAt, visitor } from './browser.js';
import { standsStill } from './stillness.js';

(requireTools('edits in the console', ['chromium']) ? describe : describe.skip)('edits in the console', () => {
  let server: Latchkey;
  let browser: Browser;
  let page: Page;
  let other: Page;
  let admin: Person;

  beforeAll(async () => {
    server = await startLatchkey();
    browser = await launchChromium();
    admin = await administrator(server);
    [page, other] = await Promise.all([signedIn(), signedIn()]);
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  async function signedIn(): Promise<Page> {
    const { page: signed } = await visitor(browser, server.baseUrl);
    await signInAt(signed, '/console/admin/scopes', ADMINISTRATOR.email, ADMINISTRATOR.password);
    return signed;
  }

  const made = async (path: string, body: object) => (await admin.api.post(path, body)).json as { id: string };
  const kept = async (path: string) => (await admin.api.get(path)).json;

  const onBoth = (act: (each: Page) => Promise<unknown>) => Promise.all([act(page), act(other)]);

  const isWrite = (request: Request) => request.method() !== 'GET';

  /** Resolves once the page has the answer to its write, and has drawn what it loads after it. */
  async function saved(each: Page, act: () => Promise<unknown>): Promise<void> {
    const answered = each.waitForResponse((response) => isWrite(response.request()));
    await act();
    expect((await answered).ok()).toBe(true);
    await standsStill(each);
  }

  const save = (each: Page) => saved(each, () => each.getByRole('button', { name: 'Save' }).click());

  const field = (name: string, each = page) => each.getByRole('textbox', { name, exact: true });

  /** Opens the dialog of one entry on both pages. */
  const edit = (path: string, name: string) =>
    onBoth(async (each) => {
      await each.goto(`/console/admin/${path}`);
      await each.getByRole('button', { name: `Edit ${name}` }).click();
      await each.getByRole('dialog').getByRole('button', { name: 'Save' }).waitFor();
    });

  describe('leave what another administrator changed meanwhile', () => {
    it('about a scope', async () => {
      await made('scopes', { name: 'read_orders', description: 'Read orders' });
      await edit('scopes', 'read_orders');
      await other.getByLabel('Admins only').check();
      await save(other);
      await field('Description').fill('Read all orders');
      await save(page);
      expect(await kept('scopes/read_orders')).toMatchObject({ description: 'Read all orders', admin_only: true });
    });

    it('about a resource', async () => {
      const { id } = await made('resources', { name: 'Billing', identifier: 'https://billing.example.com' });
      await edit('resources', 'Billing');
      await field('Audience (resource identifier)', other).fill('https://bills.example.com');
      await save(other);
      await field('Name').fill('Invoices');
      await save(page);
      expect(await kept(`resources/${id}`)).toMatchObject({
        name: 'Invoices',
        identifier: 'https://bills.example.com',
      });
    });

    it('about a brand', async () => {
      const { id } = await made('brands', { name: 'Acme' });
      await onBoth((each) => each.goto(`/console/admin/brands/${id}`));
      await onBoth((each) => field('Name', each).waitFor());
      await field('Slug', other).fill('acme-works');
      await save(other);
      await field('Name').fill('Acme and Sons');
      await save(page);
      expect(await kept(`brands/${id}`)).toMatchObject({
        name: 'Acme and Sons',
        slug: 'acme-works',
      });
      expect(await field('Slug').inputValue()).toBe('acme-works');
    });

    it('about a user', async () => {
      const { id } = await newPerson(server, admin);
      await onBoth((each) => each.goto(`/console/admin/users/${id}`));
      await onBoth((each) => field('User name', each).waitFor());
      await field('User name', other).fill('ada.lovelace');
      await other.getByLabel('Ask for a new password at the next sign-in').check();
      await save(other);
      await field('Name').fill('Ada Lovelace');
      await save(page);
      expect(await kept(`users/${id}`)).toMatchObject({
        name: 'Ada Lovelace',
        username: 'ada.lovelace',
        password_change_required: true,
      });
    });
  });

  describe('keep what is typed while they are saved:', () => {
    /** Types after the click has sent the form, and before the answer is there. */
    async function typeMeanwhile(button: string, type: () => Promise<unknown>): Promise<void> {
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      await page.route('**/api/v1/**', async (route) => {
        if (isWrite(route.request())) await held;
        await route.fallback();
      });
      await saved(page, async () => {
        const sent = page.waitForRequest(isWrite);
        await page.getByRole('button', { name: button, exact: true }).click();
        await sent;
        await type();
        letGo();
      });
      await page.unrouteAll({ behavior: 'wait' });
    }

    it('a brand', async () => {
      const { id } = await made('brands', { name: 'Bolt' });
      await page.goto(`/console/admin/brands/${id}`);
      await field('Name').fill('Bolts');
      await typeMeanwhile('Save', () => field('Slug').fill('bolt-works'));
      await page.getByRole('heading', { name: 'Bolts', level: 1 }).waitFor();
      expect(await field('Slug').inputValue()).toBe('bolt-works');
      expect(await field('Slug').and(page.locator(':focus')).count()).toBe(1);
      await save(page);
      expect(await kept(`brands/${id}`)).toMatchObject({ name: 'Bolts', slug: 'bolt-works' });
    });

    it('a user, in the same field', async () => {
      const { id } = await newPerson(server, admin);
      await page.goto(`/console/admin/users/${id}`);
      const name = field('Name');
      await name.fill('Ada');
      await typeMeanwhile('Save', async () => {
        await name.press('End');
        await name.pressSequentially(' Lovelace');
      });
      await page.getByRole('heading', { name: 'Ada', level: 1 }).waitFor();
      expect(await name.inputValue()).toBe('Ada Lovelace');
      await save(page);
      expect(await kept(`users/${id}`)).toMatchObject({ name: 'Ada Lovelace' });
    });

    it('the dialog of a scope, which stays open for it', async () => {
      await page.goto('/console/admin/scopes');
      await page.getByRole('button', { name: 'Edit read_items' }).click();
      const description = field('Description');
      await description.fill('Read the items');
      await typeMeanwhile('Save', () => description.pressSequentially(' of all'));
      expect(await page.getByRole('dialog').count()).toBe(1);
      expect(await description.inputValue()).toBe('Read the items of all');
      await save(page);
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(await kept('scopes/read_items')).toMatchObject({ description: 'Read the items of all' });
    });

    it('one’s own profile', async () => {
      await page.goto('/console/account');
      await field('Name').fill('Root');
      const userName = field('User name');
      await typeMeanwhile('Save', () => userName.fill('root.user'));
      expect(await userName.inputValue()).toBe('root.user');
      expect(await userName.and(page.locator(':focus')).count()).toBe(1);
      await save(page);
      expect(await kept('users/me')).toMatchObject({ name: 'Root', username: 'root.user' });
    });

    it('the next member of a brand, and the next entry of a list', async () => {
      const [first, second] = [await newPerson(server, admin), await newPerson(server, admin)];
      const { id } = await made('brands', { name: 'Cask' });
      await page.goto(`/console/admin/brands/${id}`);
      const person = field('Email or user name');
      await person.fill(first.email);
      await typeMeanwhile('Add', () => person.fill(second.email));
      expect(await person.inputValue()).toBe(second.email);
      await screenshot(page, 'brand-next-member-light');

      await page.goto(`/console/admin/users/${first.id}?tab=whitelist`);
      const address = field('Address or network');
      await address.fill('203.0.113.7');
      await field('Note').fill('office');
      await typeMeanwhile('Add', () => address.fill('203.0.113.8'));
      expect(await address.inputValue()).toBe('203.0.113.8');
      expect(await field('Note').inputValue()).toBe('');
    });
  });
});
