import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../../scripts/browser.mjs';
import { filledIn } from '../../support/filled-in.mjs';
import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'the quick start of a single-page application in Chromium',
  kind: 'page of `examples/`, JavaScript',
  does: 'sign-in with oidc-client-ts, in a page that Vite serves',
  quick: true,
  needs: ['npm'],
  async run(t) {
    const folder = await t.npm('oidc-client-ts@3.5.0', 'vite@8');
    const { base, port } = await t.place();
    const application = await t.application({
      type: 'public',
      grant_types: ['authorization_code'],
      redirect_uris: [`${base}/callback`],
    });
    const page = filledIn('browser/sign-in.html', { issuer: t.issuer, port, client_secret: '', ...application });
    await writeFile(path.join(folder, 'index.html'), page);
    const args = ['--host', 'localhost', '--port', String(port)];
    await t.serve(path.join(folder, 'node_modules/.bin/vite'), args, { cwd: folder, port });
    const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
    try {
      const tab = await browser.newPage();
      await tab.goto(`${base}/`);
      await tab.fill('input[name=username]', t.person.email);
      await tab.fill('input[name=password]', t.person.password);
      await tab.click('button[type=submit]');
      await tab.click('button[value=allow]');
      await tab.getByText(`Signed in: ${t.person.email}`).waitFor();
      expect(tab.url() === `${base}/`, `the code stays in the address: ${tab.url()}`);
    } finally {
      await browser.close();
    }
  },
};
