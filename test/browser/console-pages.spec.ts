import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, type Person } from '../support/management.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { writtenEvent } from '../support/written-event.js';
import { faultsInLightAndDark } from './axe.js';
import { launchChromium, signInAt, visitor } from './browser.js';
import { ACCOUNT_PAGES, ADMIN_PAGES } from './console-paths.js';
import { standsStill } from './stillness.js';

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const SCREENS: Record<string, BrowserContextOptions> = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: PHONE,
};

/** So that the charts have something to show. */
const A_MONTH_OF_EVENTS = `INSERT INTO audit_events (id, at, action, outcome, actor_type, ip, reason)
  SELECT gen_random_uuid(), now() - make_interval(days => d, mins => 5 + n),
         CASE WHEN n % 13 = 0 THEN 'refresh-token.replay' WHEN n % 4 = 0 THEN 'POST /oauth/token' ELSE 'sign-in.begin' END,
         CASE WHEN n % 4 = 0 THEN 'refused' ELSE 'success' END, 'anonymous', '203.0.113.9',
         CASE WHEN n % 8 = 0 THEN 'invalid_client: no such client' WHEN n % 4 = 0 THEN 'invalid_grant: it has expired' END
    FROM generate_series(0, 29) AS d, generate_series(1, 12 + (d * 17) % 31) AS n`;
const A_MONTH_OF_TOKENS = `INSERT INTO usage_counts (day, what, subject, count)
  SELECT current_date - d, what, subject, 10 + (d * 37) % 90
    FROM generate_series(0, 29) AS d,
         (VALUES ('token_issued', 'client_credentials'), ('token_issued', 'refresh_token'),
                 ('token_issued', 'authorization_code'), ('refresh_retried', 'auth'),
                 ('password_grant', 'auth')) AS kinds (what, subject)`;

(requireTools('every page of the console', ['chromium']) ? describe : describe.skip)(
  'every page of the console',
  () => {
    let server: Latchkey;
    let browser: Browser;
    let admin: Person;
    const pages = new Map<string, string>([...ACCOUNT_PAGES, ...ADMIN_PAGES]);

    beforeAll(async () => {
      server = await startLatchkey();
      browser = await launchChromium();
      admin = await administrator(server);
      const made = async (path: string, body: unknown) => (await admin.api.post(path, body)).json as { id: string };
      const application = await made('applications', {
        name: 'Warehouse',
        scopes: ['read_items', 'write_items', 'openid', 'read:resources'],
        redirect_uris: ['https://app.example.com/callback'],
      });
      const user = await made('users', { email: 'ada@example.com', name: 'Ada Lovelace', password: 'a long password' });
      const brand = await made('brands', { name: 'Acme', primary_color: '#b3261e' });
      await made('api-keys', { name: 'Nightly export', scopes: ['read:resources'] });
      await made('resources', { identifier: 'https://api.example.com', name: 'Billing API', scopes: ['read_items'] });
      await server.database.query(A_MONTH_OF_EVENTS);
      await server.database.query(A_MONTH_OF_TOKENS);
      const refused = await admin.api.post('users', { email: 'not an address' });
      const requestId = String(refused.headers['x-request-id']);
      await writtenEvent(admin, requestId);
      pages.set('application', `/account/applications/${application.id}`);
      pages.set('user', `/admin/users/${user.id}`);
      pages.set('brand', `/admin/brands/${brand.id}`);
      pages.set('refusal', `/admin/refusals?request_id=${requestId}`);
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    it.each(Object.entries(SCREENS))(
      'can be read by everyone in the light and in the dark, on a %s',
      async (screen, options) => {
        const { page, context, misdeeds } = await visitor(browser, server.baseUrl, {
          ...options,
          bypassCSP: false,
          reducedMotion: 'reduce',
        });
        const faults: string[] = [];
        const inspect = async (name: string) => {
          for (const fault of await faultsInLightAndDark(page, `${name}-${screen}`)) faults.push(`${name}: ${fault}`);
        };
        await page.goto('/console');
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
        await inspect('sign-in');
        await signInAt(page, '/console/account', ADMINISTRATOR.email, ADMINISTRATOR.password);
        for (const [name, path] of pages) {
          await page.goto(`/console${path}`);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await inspect(name);
          if (name !== 'application') continue;
          await page.getByRole('tab', { name: 'Security' }).click();
          await page.getByRole('region', { name: 'Security' }).waitFor();
          await inspect('application-security');
        }
        await context.close();
        expect(faults).toEqual([]);
        expect(misdeeds).toEqual({ complaints: [], foreign: [] });
      },
    );

    it.each([800, 1000])('keeps room for who and what in a list, in a window of %d pixels', async (width) => {
      const { page, context } = await visitor(browser, server.baseUrl, { viewport: { width, height: 800 } });
      await signInAt(page, '/console/admin/users', ADMINISTRATOR.email, ADMINISTRATOR.password);
      for (const [path, list, column] of [
        ['users', 'Users', 'User'],
        ['audit', 'Events', 'What'],
        ['applications', 'Applications', 'Application'],
      ] as const) {
        await page.goto(`/console/admin/${path}`);
        const head = page.getByRole('table', { name: list }).getByRole('columnheader', { name: column, exact: true });
        await head.waitFor();
        await standsStill(page);
        expect((await head.boundingBox())!.width).toBeGreaterThan(120);
      }
      await context.close();
    });

    it('opens its navigation on a phone, goes there, and closes it', async () => {
      const { page, context } = await visitor(browser, server.baseUrl, PHONE);
      await signInAt(page, '/console/account', ADMINISTRATOR.email, ADMINISTRATOR.password);
      await page.getByRole('button', { name: 'Open the navigation' }).click();
      await page.getByRole('link', { name: 'API keys' }).click();
      await page.getByRole('heading', { name: 'API keys' }).waitFor();
      await page.getByRole('button', { name: 'Open the navigation' }).waitFor();
      await context.close();
    });
  },
);
