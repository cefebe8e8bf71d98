import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, type Person } from '../support/management.js';
import { eventually } from '../support/eventually.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { programPath, requireTools } from '../support/tools.js';
import { writtenEvent } from '../support/written-event.js';
import { launchChromium, type Misdeeds, screenshot, signInAt, visitor } from './browser.js';
import { standsStill } from './stillness.js';

interface Application {
  id: string;
  client_id: string;
  client_secret: string;
}

(requireTools('the reason of a refusal', ['chromium', 'curl']) ? describe : describe.skip)(
  'the reason of a refusal',
  () => {
    let server: Latchkey;
    let browser: Browser;
    let page: Page;
    let misdeeds: Misdeeds;
    let admin: Person;
    let shop: Application;

    beforeAll(async () => {
      server = await startLatchkey();
      browser = await launchChromium();
      admin = await administrator(server);
      const made = await admin.api.post('applications', { name: 'Shop', scopes: ['read_items'] });
      shop = made.json as Application;
      ({ page, misdeeds } = await visitor(browser, server.baseUrl));
      await signInAt(page, '/console/admin/refusals', ADMINISTRATOR.email, ADMINISTRATOR.password);
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    /** What curl shows of an answer, and the request id in it. */
    async function curl(...args: string[]): Promise<{ shown: string; requestId: string }> {
      const { stdout: shown } = await promisify(execFile)(programPath('curl') ?? 'curl', ['-s', '-i', ...args]);
      return { shown, requestId: /^x-request-id: (.*)$/im.exec(shown)?.[1]?.trim() ?? '' };
    }

    const token = (secret: string) =>
      curl(
        `${server.baseUrl}/oauth/token`,
        ...[
          '-d',
          'grant_type=client_credentials',
          '-d',
          `client_id=${shop.client_id}`,
          '-d',
          `client_secret=${secret}`,
        ],
      );

    async function onPhone(name: string): Promise<void> {
      await page.setViewportSize({ width: 375, height: 800 });
      await standsStill(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
      await screenshot(page, `${name}-phone`);
      await page.setViewportSize({ width: 1280, height: 900 });
    }

    async function explained(requestId: string): Promise<string[]> {
      await writtenEvent(admin, requestId);
      await page.getByLabel('Request id').fill(requestId);
      await page.getByRole('button', { name: 'Explain' }).click();
      const decision = page.getByRole('region', { name: 'The decision, step by step' });
      await decision.getByText(requestId).waitFor();
      return (await decision.innerText()).split('\n').map((line) => line.trim());
    }

    it('is read step by step from the request id of a refused curl', async () => {
      const { shown, requestId } = await token('not the secret');
      expect(shown).toContain('invalid_client');
      expect(shown).not.toContain('secrets');
      const lines = await explained(requestId);
      expect(lines.join('\n')).toContain(`The client is known — Shop`);
      expect(lines).toContain('It proves who it is');
      expect(lines).toContain('Refused: invalid_client');
      expect(lines).toContain("none of the application's secrets matches: it has 1");
      expect(lines).toContain('Its whitelist lets the address in (not reached)');
      await screenshot(page, 'refusal-steps-light');
    });

    it('names the address that is on no list, and the secret that matched', async () => {
      const entry = { cidr: '198.51.100.0/24', note: 'the office', force: true };
      expect((await admin.api.post(`applications/${shop.id}/ip-whitelist`, entry)).status).toBe(201);
      const { shown, requestId } = await token(shop.client_secret);
      expect(shown).toContain('403');
      const lines = (await explained(requestId)).join('\n');
      expect(lines).toContain('It proves who it is — secret 1 of 1 matched');
      expect(lines).toContain('127.0.0.1 is not on the list of 1 entry');
      expect(lines).not.toContain(shop.client_secret);
    });

    it('is there for every refusal of the request id, the newest first', async () => {
      const id = 'build-7';
      const sent = (...fields: string[]) =>
        curl(`${server.baseUrl}/oauth/token`, '-H', `x-request-id: ${id}`, ...fields.flatMap((each) => ['-d', each]));
      await sent('grant_type=client_credentials', 'client_id=none');
      await sent('grant_type=client_credentials', `client_id=${shop.client_id}`, `client_secret=${shop.client_secret}`);
      await eventually(
        () => admin.api.get(`audit-events?request_id=${id}`),
        ({ json }) => expect((json as { data: object[] }).data).toHaveLength(2),
      );
      const lines = await explained(id);
      expect(lines).toContain('2 refusals have this request id, the newest first.');
      const found = lines.filter((line) => line.startsWith('Refused: '));
      expect(found).toEqual(['Refused: address_not_allowed', 'Refused: invalid_client']);
      await screenshot(page, 'refusals-of-one-id-light');
      await onPhone('refusals-of-one-id');
    });

    it('is picked from the latest refusals, too', async () => {
      const { requestId } = await curl(`${server.baseUrl}/api/v1/users`);
      await writtenEvent(admin, requestId);
      await page.goto('/console/admin/refusals');
      await page.getByRole('link', { name: 'step by step' }).first().click();
      await page.getByText('Refused: not_authenticated').waitFor();
      expect(page.url()).toContain(requestId);
    });

    it('says so where nothing is known of a request', async () => {
      await page.getByLabel('Request id').fill('never-heard-of');
      await page.getByRole('button', { name: 'Explain' }).click();
      await page.getByText('No event has this request id').waitFor();
      await screenshot(page, 'refusal-unknown-light');
      await onPhone('refusal-unknown');
      await page.getByRole('link', { name: 'see those that were counted' }).click();
      await page.getByRole('heading', { name: 'Audit trail' }).waitFor();
      expect(await page.getByRole('combobox', { name: 'Action' }).inputValue()).toBe('refusal.fold');
      expect(misdeeds).toEqual({ complaints: [], foreign: [] });
    });
  },
);
