import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../../scripts/browser.mjs';
import { expect } from '../kit/toolbox.mjs';

const HOST = 'notes.example.test';
const PAGE = `<!doctype html><title>Notes</title><script src="/oidc-client-ts.js"></script>`;

export default {
  title: 'oidc-client-ts 3.5 in Chromium',
  kind: 'library for pages, TypeScript',
  does: 'sign-in of a public application on the same site, silent renewal in a frame (`prompt=none`), sign-out',
  quick: true,
  needs: ['npm', 'openssl'],
  tls: 'auth.example.test',
  async run(t) {
    const folder = await t.npm('oidc-client-ts@3.5.0');
    const script = path.join(folder, 'node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js');
    const files = { '/oidc-client-ts.js': ['text/javascript', await readFile(script)] };
    const { port } = await t.place();
    const options = { cert: await readFile(t.certificate), key: await readFile(t.certificate.replace('.pem', '.key')) };
    const site = createServer(options, (request, response) => {
      const [type, body] = files[request.url.split('?')[0]] ?? ['text/html', PAGE];
      response.writeHead(200, { 'content-type': type }).end(body);
    }).listen(port, 'localhost');
    const base = `https://${HOST}:${String(port)}`;
    const { client_id } = await t.application({
      type: 'public',
      grant_types: ['authorization_code'],
      redirect_uris: [`${base}/callback`],
      post_logout_redirect_uris: [`${base}/`],
    });
    const browser = await chromium.launch({
      executablePath: findBrowser(),
      args: ['--no-sandbox', '--host-resolver-rules=MAP *.example.test 127.0.0.1'],
    });
    try {
      const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
      const settings = {
        authority: t.issuer,
        client_id,
        redirect_uri: `${base}/callback`,
        post_logout_redirect_uri: `${base}/`,
        scope: 'openid email',
      };
      await page.goto(`${base}/`);
      await page.evaluate((given) => void new oidc.UserManager(given).signinRedirect(), settings);
      await page.waitForURL(`${t.issuer}/**`);
      await page.fill('input[name=username]', t.person.email);
      await page.fill('input[name=password]', t.person.password);
      await page.click('button[type=submit]');
      await page.click('button[value=allow]');
      await page.waitForURL(`${base}/callback**`);
      const user = await page.evaluate((given) => new oidc.UserManager(given).signinCallback(), settings);
      expect(user.access_token !== undefined && user.refresh_token === undefined, JSON.stringify(user));
      // the page of the redirect URI is what the frame loads, too: it tells its parent
      files['/callback'] = [
        'text/html',
        `${PAGE}<script>new oidc.UserManager(${JSON.stringify(settings)}).signinCallback()</script>`,
      ];
      const renewed = await page.evaluate(async (given) => {
        const { access_token, profile } = await new oidc.UserManager(given).signinSilent();
        return { access_token, profile };
      }, settings);
      expect(renewed.access_token !== user.access_token, 'the token is the old one');
      expect(renewed.profile.sub === user.profile.sub, JSON.stringify(renewed.profile));
      await page.evaluate((given) => void new oidc.UserManager(given).signoutRedirect(), settings);
      await page.waitForURL((url) => url.href.startsWith(`${base}/`) && !url.pathname.startsWith('/callback'));
    } finally {
      await browser.close();
      site.closeAllConnections();
      site.close();
    }
  },
};
