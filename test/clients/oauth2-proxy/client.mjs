import { serveOauth2Proxy } from '../kit/oauth2-proxy.mjs';
import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'oauth2-proxy 7.15',
  kind: 'proxy, Go',
  does: 'provider `oidc` with its default scope; the e-mail address reaches the application behind it',
  needs: ['go'],
  async run(t) {
    const { base, port } = await t.place();
    await serveOauth2Proxy(t, { port, base });
    const browser = t.browser();
    await browser.open(`${base}/oauth2/start?rd=%2F`);
    const page = await browser.open(`${base}/oauth2/userinfo`);
    expect(page.text.includes('ada@example.com'), page.text);
  },
};
