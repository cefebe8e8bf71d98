import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administrator, type Person } from '../support/management.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { launchChromium, screenshot, signInAt, visitor } from './browser.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const DESKTOP = { viewport: { width: 1280, height: 900 } };
const LOOKS: Record<string, BrowserContextOptions> = {
  light: { ...DESKTOP, colorScheme: 'light' },
  dark: { ...DESKTOP, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'light' },
};

interface Fault {
  id: string;
  impact: string;
  nodes: { target: string[]; html: string }[];
}

describe.runIf(requireTools('every page of the console', ['chromium']))('every page of the console', () => {
  let server: Latchkey;
  let browser: Browser;
  let admin: Person;
  const pages = new Map<string, string>([
    ['profile', '/account'],
    ['applications', '/account/applications'],
    ['new-application', '/account/applications/new'],
    ['api-keys', '/account/api-keys'],
    ['new-api-key', '/account/api-keys/new'],
    ['ip-whitelist', '/account/ip-whitelist'],
    ['sessions', '/account/sessions'],
    ['consents', '/account/consents'],
    ['dashboard', '/admin'],
    ['users', '/admin/users'],
    ['new-user', '/admin/users/new'],
    ['brands', '/admin/brands'],
    ['new-brand', '/admin/brands/new'],
    ['all-applications', '/admin/applications'],
    ['scopes', '/admin/scopes'],
    ['resources', '/admin/resources'],
    ['signing-keys', '/admin/signing-keys'],
    ['audit', '/admin/audit'],
    ['refusals', '/admin/refusals'],
    ['incidents', '/admin/incidents'],
    ['nothing-here', '/no/such/page'],
  ]);

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
    const refused = await admin.api.post('users', { email: 'not an address' });
    const requestId = String(refused.headers['x-request-id']);
    pages.set('application', `/account/applications/${application.id}`);
    pages.set('user', `/admin/users/${user.id}`);
    pages.set('brand', `/admin/brands/${brand.id}`);
    pages.set('refusal', `/admin/refusals?request_id=${requestId}`);
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each(Object.entries(LOOKS))(
    'can be read by everyone, in %s',
    async (look, options) => {
      const { page, context, misdeeds } = await visitor(browser, server.baseUrl, { ...options, bypassCSP: false });
      const faults: string[] = [];
      const inspect = async (name: string) => {
        await screenshot(page, `${name}-${look}`);
        // as the browser's own tools do: past the policy, which lets no foreign script in
        const session = await context.newCDPSession(page);
        await session.send('Runtime.evaluate', { expression: AXE });
        const { result } = await session.send('Runtime.evaluate', {
          expression: 'axe.run().then(({ violations }) => JSON.stringify(violations))',
          awaitPromise: true,
          returnByValue: true,
        });
        await session.detach();
        for (const { id, impact, nodes } of JSON.parse(String(result.value)) as Fault[]) {
          faults.push(
            `${name}: ${impact} ${id} at ${nodes
              .slice(0, 3)
              .map((node) => node.html.slice(0, 160))
              .join(' | ')}`,
          );
        }
      };
      await page.goto('/console');
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await inspect('sign-in');
      await signInAt(page, '/console/account', ADMINISTRATOR.email, ADMINISTRATOR.password);
      for (const [name, path] of pages) {
        await page.goto(`/console${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
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
    180_000,
  );

  it('opens its navigation on a phone, goes there, and closes it', async () => {
    const { page, context } = await visitor(browser, server.baseUrl, LOOKS.phone);
    await signInAt(page, '/console/account', ADMINISTRATOR.email, ADMINISTRATOR.password);
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('heading', { name: 'API keys' }).waitFor();
    await page.getByRole('button', { name: 'Open the navigation' }).waitFor();
    await context.close();
  });

  it('weighs less than 300 kB at first sight, and is cached for ever', async () => {
    const { page, context } = await visitor(browser, server.baseUrl);
    const session = await context.newCDPSession(page);
    let bytes = 0;
    await session.send('Network.enable');
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await signInAt(page, '/console/account', ADMINISTRATOR.email, ADMINISTRATOR.password);
    await page.getByRole('heading', { name: 'Profile & password' }).waitFor();
    await page.waitForTimeout(1000);
    console.log(`the console's first load: ${String(Math.round(bytes / 1000))} kB`);
    expect(bytes).toBeLessThan(300_000);
    const asset = await page.locator('script[src]').first().getAttribute('src');
    const answer = await page.request.get(asset ?? '', { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers()).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    await context.close();
  });
});
