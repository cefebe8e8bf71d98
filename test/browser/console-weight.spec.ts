import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sessionCookie } from '../support/management.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { launchChromium, visitor } from './browser.js';
import { ACCOUNT_PAGES, ADMIN_PAGES } from './console-paths.js';
import { standsStill } from './stillness.js';

/** Bytes over the wire, compressed as they are. */
const BUDGET = 300_000;

(requireTools('the weight of the console', ['chromium']) ? describe : describe.skip)(
  'the weight of the console',
  () => {
    let server: Latchkey;
    let browser: Browser;
    let cookie: { name: string; value: string; url: string };
    const weights: [string, number][] = [];

    beforeAll(async () => {
      server = await startLatchkey();
      browser = await launchChromium();
      const header = await sessionCookie(server, ADMINISTRATOR.email, ADMINISTRATOR.password);
      const [name = '', value = ''] = (header.cookie ?? '').split('=');
      cookie = { name, value, url: server.baseUrl };
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
      console.log(weights.map(([name, bytes]) => `${name} ${String(Math.round(bytes / 1000))} kB`).join(', '));
    });

    it.each([...ACCOUNT_PAGES, ...ADMIN_PAGES])('is less than 300 kB for a first look at %s', async (name, path) => {
      const { page, context, misdeeds } = await visitor(browser, server.baseUrl);
      await context.addCookies([cookie]);
      const session = await context.newCDPSession(page);
      let bytes = 0;
      await session.send('Network.enable');
      session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
      await page.goto(`/console${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await standsStill(page);
      if (name === 'dashboard') await page.getByRole('heading', { name: 'Refusals by reason' }).waitFor();
      await context.close();
      weights.push([name, bytes]);
      expect(bytes).toBeGreaterThan(50_000);
      expect(bytes).toBeLessThan(BUDGET);
      expect(misdeeds).toEqual({ complaints: [], foreign: [] });
    });

    it('is paid once: what does not change is kept for ever', async () => {
      const { page, context } = await visitor(browser, server.baseUrl);
      await page.goto('/console');
      const asset = await page.locator('script[src]').first().getAttribute('src');
      const answer = await page.request.get(asset ?? '', { headers: { 'accept-encoding': 'br' } });
      expect(answer.headers()).toMatchObject({
        'content-encoding': 'br',
        'cache-control': 'public, max-age=31536000, immutable',
      });
      await context.close();
    });
  },
);
