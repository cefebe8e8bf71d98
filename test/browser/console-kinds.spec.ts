import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { launchChromium, type Misdeeds, signInAt, visitor } from './browser.js';

const CALLBACK = 'https://app.example.com/callback';
const CODE = ['authorization_code', 'refresh_token'];
const SECRET = { type: 'confidential', token_endpoint_auth_method: 'client_secret_basic' };
const PUBLIC = { type: 'public', token_endpoint_auth_method: 'none' };

interface Made {
  id: string;
  client_id: string;
  name: string;
}

(requireTools('the kinds of applications', ['chromium']) ? describe : describe.skip)(
  'a new application begins with what it is:',
  () => {
    let server: Latchkey;
    let browser: Browser;
    let page: Page;
    let misdeeds: Misdeeds;
    let owner: Person;

    beforeAll(async () => {
      server = await startLatchkey();
      browser = await launchChromium();
      owner = await newPerson(server, await administrator(server));
      ({ page, misdeeds } = await visitor(browser, server.baseUrl));
      await signInAt(page, '/console/account/applications/new', owner.email, owner.password);
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    async function made(name: string): Promise<Made> {
      const { data } = (await owner.api.get(`applications?q=${name}`)).json as { data: Made[] };
      if (data[0] === undefined) throw new Error(`${name} was not made`);
      return data[0];
    }

    it.each([
      ['Web application', 2, CALLBACK, [], { ...SECRET, grant_types: CODE }],
      ['Single-page application', 2, CALLBACK, [], { ...PUBLIC, grant_types: CODE }],
      ['Mobile or desktop', 2, 'com.example.app:/callback', [], { ...PUBLIC, grant_types: CODE }],
      ['Machine to machine', 3, null, ['read_items'], { ...SECRET, grant_types: ['client_credentials'] }],
      [
        'Television or command line',
        2,
        null,
        [],
        { ...PUBLIC, grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'] },
      ],
      ['MCP client', 2, 'http://127.0.0.1/callback', [], { ...PUBLIC, grant_types: CODE }],
    ] as const)('%s, in %i clicks', async (kind, most, uri, scopes, expected) => {
      await page.goto('/console/account/applications/new');
      let clicks = 0;
      const click = async (act: Promise<void>) => {
        await act;
        clicks++;
      };
      await click(page.getByRole('radio', { name: kind }).click());
      await page.getByRole('textbox', { name: 'Name' }).fill(kind);
      if (uri === null) await page.getByLabel('Redirect URIs').waitFor({ state: 'detached' });
      else await page.getByLabel('Redirect URIs').fill(uri);
      for (const scope of scopes) await click(page.getByRole('checkbox', { name: scope }).click());
      await click(page.getByRole('button', { name: 'Create application' }).click());
      await page.getByRole('heading', { name: `${kind} is ready` }).waitFor();
      expect(clicks).toBe(most);
      const application = await made(kind);
      expect(application).toMatchObject({ ...expected, redirect_uris: uri === null ? [] : [uri] });

      if (!expected.grant_types.some((grant) => grant === 'authorization_code')) return;
      // RFC 9700 §2.1.1: public clients must use PKCE
      const request = new URLSearchParams({
        response_type: 'code',
        client_id: application.client_id,
        redirect_uri: uri ?? '',
      });
      const answer = await fetch(`${server.baseUrl}/oauth/authorize?${request.toString()}`, { redirect: 'manual' });
      const isRefused = (await answer.text()).includes('code_challenge: is required of public applications');
      expect(isRefused).toBe(expected.type === 'public');
    });

    it('a program that works as it stands, with its values filled in', async () => {
      const { id, client_id } = await made('Machine to machine');
      await page.goto(`/console/account/applications/${id}`);
      const program = page.getByRole('region', { name: 'Call an API', exact: true });
      await program.waitFor();
      const text = await program.innerText();
      expect(text).toContain(client_id);
      expect(text).toContain(server.baseUrl);
      expect(text).not.toContain('YOUR_CLIENT_ID');
    });

    it('one that is moved from elsewhere, with what is pasted', async () => {
      await page.goto('/console/account/applications/new');
      await page.getByRole('radio', { name: 'I migrate one from elsewhere' }).click();
      const pasted = page.getByLabel('The client there, as JSON');
      await pasted.fill('no JSON');
      await page.getByText('must be JSON').waitFor();
      await pasted.fill(JSON.stringify({ clientId: 'moved-shop', redirectUris: [CALLBACK, `${CALLBACK}/2`] }));
      await eventually(
        () => page.getByRole('textbox', { name: 'Name' }).inputValue(),
        (name) => expect(name).toBe('moved-shop'),
      );
      await page.getByRole('button', { name: 'Create application' }).click();
      await page.getByRole('heading', { name: 'moved-shop is ready' }).waitFor();
      expect(await made('moved-shop')).toMatchObject({
        ...SECRET,
        grant_types: CODE,
        redirect_uris: [CALLBACK, `${CALLBACK}/2`],
      });
    });

    it('without asking another host or breaking its policy', () => {
      expect(misdeeds).toEqual({ complaints: [], foreign: [] });
    });
  },
);
