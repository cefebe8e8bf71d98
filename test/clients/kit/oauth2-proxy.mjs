/** oauth2-proxy as its authors publish it; `base` is where browsers find it, `options` are its flags beside those of the provider. */
export async function serveOauth2Proxy(t, { port, base, options }) {
  const program = await t.goInstall('github.com/oauth2-proxy/oauth2-proxy/v7@v7.15.6');
  const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/oauth2/callback`] });
  const flags = {
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
    ...options,
  };
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  await t.serve(program, args, { port });
}
