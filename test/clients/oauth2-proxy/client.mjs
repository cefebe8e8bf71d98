import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'oauth2-proxy 7.15',
  kind: 'proxy, Go',
  does: 'provider `oidc` with its default scope; the e-mail address reaches the application behind it',
  needs: ['go'],
  async run(t) {
    const program = await t.goInstall('github.com/oauth2-proxy/oauth2-proxy/v7@v7.15.6');
    const { base, port } = await t.place();
    const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/oauth2/callback`] });
    const options = {
      provider: 'oidc',
      'oidc-issuer-url': t.issuer,
      'client-id': client_id,
      'client-secret': client_secret,
      'redirect-url': `${base}/oauth2/callback`,
      'http-address': `localhost:${String(port)}`,
      'email-domain': '*',
      'cookie-secret': '0123456789abcdef0123456789abcdef',
      'cookie-secure': 'false',
      upstream: 'static://202',
    };
    const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
    await t.serve(program, args, { port });
    const browser = t.browser();
    await browser.open(`${base}/oauth2/start?rd=%2F`);
    const page = await browser.open(`${base}/oauth2/userinfo`);
    expect(page.text.includes('ada@example.com'), page.text);
  },
};
