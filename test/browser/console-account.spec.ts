import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, newPerson, type Person } from '../support/management.js';
import { postForm } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { assertionFields, ClientKey } from '../support/signing-client.js';
import { requireTools } from '../support/tools.js';
import { launchChromium, type Misdeeds, screenshot, signInAt, visitor } from './browser.js';
import { eventually } from '../support/eventually.js';

/** Runs a command as people paste it; the server answers from this very process meanwhile. */
async function shell(command: string): Promise<string> {
  return (await promisify(execFile)('bash', ['-c', `${command} --silent --max-time 10`])).stdout;
}

(requireTools('the console, as an account owner', ['chromium', 'curl']) ? describe : describe.skip)(
  'the console, as an account owner',
  () => {
    let server: Latchkey;
    let browser: Browser;
    let page: Page;
    let misdeeds: Misdeeds;
    let ada: Person;

    beforeAll(async () => {
      server = await startLatchkey();
      browser = await launchChromium();
      ada = await newPerson(server, await administrator(server));
      ({ page, misdeeds } = await visitor(browser, server.baseUrl));
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    it('names the fault in a sign-in, and keeps a deep link through it', async () => {
      await page.goto('/console/account/applications');
      await page.getByLabel('Email or user name').fill(ada.email);
      await page.getByLabel('Password', { exact: true }).fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').getByText('Incorrect email or password').waitFor();

      await signInAt(page, '/console/account/applications', ada.email, ada.password);
      await page.getByRole('heading', { name: 'OAuth applications' }).waitFor();
      await page.getByText('No application yet').waitFor();
    });

    it('goes from a first sign-in to an application whose credentials get a token with curl', async () => {
      await page.getByRole('link', { name: 'New application' }).first().click();
      // the documented steps choose no kind
      expect(await page.getByRole('radio', { name: 'Login API client (legacy)' }).isChecked()).toBe(true);
      await page.getByLabel('Name').fill('Warehouse');
      await page.getByRole('checkbox', { name: 'read_items' }).check();
      await page.getByRole('checkbox', { name: 'write_items' }).check();
      await page.getByRole('button', { name: 'Create application' }).click();
      await page.getByRole('heading', { name: 'Warehouse is ready' }).waitFor();

      const command = await page.getByRole('region', { name: 'Get a token for the application itself' }).innerText();
      const answer = JSON.parse(await shell(command)) as {
        access_token: string;
        scope: string;
      };
      expect(answer.access_token).toMatch(/^ey/);
      expect(answer.scope.split(' ').sort()).toEqual(['read_items', 'write_items']);

      const password = await page.getByRole('region', { name: 'Get a token with a person’s password' }).innerText();
      const signedIn = await shell(password.replace('YOUR_PASSWORD', ada.password));
      expect(JSON.parse(signedIn)).toMatchObject({ token_type: 'Bearer', expires_in: 7200 });
      await page.getByRole('link', { name: 'I have copied it: to the application' }).click();
      await page.getByRole('heading', { name: 'Warehouse' }).waitFor();
    });

    it('adds a secret, shows where the old one was last used, and retires it', async () => {
      await page.getByRole('tab', { name: 'Secrets' }).click();
      await page.getByText('from 127.0.0.1').waitFor();
      await page.getByRole('button', { name: 'Add a secret' }).click();
      await page.getByText('Copy the new secret now').waitFor();
      await page
        .getByRole('button', { name: /^Retire the secret/ })
        .last()
        .click();
      await page.getByRole('dialog').getByRole('button', { name: 'Retire' }).click();
      await page.getByText('The secret is retired.').waitFor();
      await eventually(
        () => page.getByRole('button', { name: /^Retire the secret/ }).count(),
        (value) => expect(value).toBe(1),
      );
    });

    it('puts the server’s faults at the fields of a form', async () => {
      await page.getByRole('tab', { name: 'Settings' }).click();
      await page.getByLabel('Redirect URIs', { exact: true }).fill('http://app.example.com/callback');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByLabel('Redirect URIs', { exact: true }).and(page.locator('[aria-invalid=true]')).waitFor();

      await page.getByLabel('Redirect URIs', { exact: true }).fill('https://app.example.com/callback');
      await page.getByLabel('Access tokens live (seconds)').fill('600');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Warehouse is saved.').waitFor();
    });

    it('makes it a client that signs with a key of its own, and is held to its promises', async () => {
      const key = await ClientKey.make();
      await page.getByRole('tab', { name: 'Security' }).click();
      await page.getByRole('combobox', { name: 'Token endpoint authentication method' }).click();
      await page.getByRole('option', { name: /^A key of its own/ }).click();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByLabel('Address of its public keys').and(page.locator('[aria-invalid=true]')).waitFor();

      const keys = page.getByLabel('Or its public keys themselves');
      await keys.fill('no keys');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('must be JSON').waitFor();
      await keys.fill(JSON.stringify(key.jwks));
      await page.getByLabel('Back-channel logout URI').fill('https://app.example.com/back');
      await page.getByLabel('Pushed authorization requests (PAR)').check();
      await page.getByLabel('Contacts').fill('help@example.com');
      await screenshot(page, 'application-security');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Warehouse is saved.').first().waitFor();
      await eventually(
        () => page.getByRole('tab', { name: 'Secrets' }).count(),
        (value) => expect(value).toBe(0),
      );

      const list = (await ada.api.get('applications')).json as { data: Record<string, unknown>[] };
      expect(list.data[0]).toMatchObject({
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: key.jwks,
        backchannel_logout_uri: 'https://app.example.com/back',
        require_pushed_authorization_requests: true,
        contacts: ['help@example.com'],
      });
      const signed = await assertionFields(key, String(list.data[0]?.client_id), server.baseUrl);
      const form = { grant_type: 'client_credentials', ...signed };
      expect((await postForm(`${server.baseUrl}/oauth/token`, form)).status).toBe(200);
      await page.getByRole('tab', { name: 'Use it' }).click();
      await page.getByText('client_assertion=YOUR_SIGNED_JWT').first().waitFor();

      await page.getByRole('tab', { name: 'Security' }).click();
      await page.getByLabel('Pushed authorization requests (PAR)').uncheck();
      await page.getByLabel('Contacts').fill('');
      await page.getByRole('button', { name: 'Save' }).click();
      await eventually(
        async () => ((await ada.api.get('applications')).json as { data: object[] }).data[0],
        (value) => expect(value).not.toHaveProperty('contacts'),
      );
    });

    it('makes an API key that works, and revokes it', async () => {
      await page.getByRole('link', { name: 'API keys' }).click();
      await page.getByRole('link', { name: 'New API key' }).first().click();
      await page.getByLabel('Name').fill('Nightly export');
      await page.getByRole('checkbox', { name: 'read:account' }).check();
      await page.getByRole('button', { name: 'Create API key' }).click();
      await page.getByRole('heading', { name: 'Your API key is ready' }).waitFor();
      const command = await page.getByRole('region', { name: 'Try it' }).innerText();
      expect(await shell(command)).toContain(ada.email);

      await page.getByRole('link', { name: 'I have copied it: to my keys' }).click();
      await page.getByRole('button', { name: 'Revoke Nightly export' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
      await page.getByText('No API key yet').waitFor();
      expect(await shell(command)).toContain('401');
    });

    it('warns before an entry would lock its owner out, and adds both', async () => {
      await page.getByRole('link', { name: 'IP whitelist' }).click();
      await page.getByText('Your address now').waitFor();
      await page.getByLabel('Address or network').fill('203.0.113.0/24');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page
        .getByRole('dialog', { name: 'This would lock you out' })
        .getByRole('button', { name: 'Leave it' })
        .click();
      await page.getByText('Every address is allowed').waitFor();

      await page.getByLabel('Address or network').fill('10.0.0.1/8');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByText('did you mean 10.0.0.0/8').waitFor();

      await page.getByLabel('Address or network').fill('198.51.100.0/24');
      await page.getByRole('textbox', { name: 'Note' }).fill('office');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('button', { name: 'Add 127.0.0.1 as well' }).click();
      await page.getByText('198.51.100.0/24 is added.').waitFor();
      await page.getByRole('cell', { name: '127.0.0.1/32', exact: true }).waitFor();
      await page.getByLabel('Check another address').fill('203.0.113.7');
      await page.getByRole('button', { name: 'Check' }).click();
      await page.getByRole('status').getByText('refused').waitFor();
    });

    it('shows sign-ins and ends one', async () => {
      await page.getByRole('link', { name: 'Sessions & sign-ins' }).click();
      await page.getByText('this one').waitFor();
      await page.getByRole('button', { name: 'End the sign-in to Warehouse' }).first().click();
      await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
      await page.getByText('The sign-in has ended, its tokens included.').waitFor();
    });

    it('lets a member see and do nothing of administration', async () => {
      expect(await page.getByRole('navigation', { name: 'Administration' }).count()).toBe(0);
      await page.goto('/console/admin/users');
      await page.getByRole('heading', { name: 'For administrators' }).waitFor();
      const statuses = await page.evaluate(async () =>
        Promise.all(
          ['users', 'audit-events', 'statistics', 'signing-keys'].map(
            async (path) => (await fetch(`/api/v1/${path}`)).status,
          ),
        ),
      );
      expect(statuses).toEqual([403, 403, 403, 403]);
    });

    it('changes the password, signs out, and lets in with the new one', async () => {
      await page.goto('/console/account/security');
      await page.getByLabel('Current password').fill(ada.password);
      await page.getByLabel('New password', { exact: true }).fill('a new and longer password');
      await page.getByLabel('New password again').fill('a new and longer password');
      await page.getByRole('button', { name: 'Change password' }).click();
      await page.getByText('Your password is changed.').waitFor();
      await page.getByRole('button', { name: /Your account/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await signInAt(page, '/console/account/sessions', ada.email, 'a new and longer password');
      await page.getByRole('heading', { name: 'Sessions & sign-ins' }).waitFor();
    });

    it('did all that without asking another host or breaking its policy', () => {
      expect(misdeeds).toEqual({ complaints: [], foreign: [] });
    });
  },
);
