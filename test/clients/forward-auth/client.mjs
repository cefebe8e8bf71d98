import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serveOauth2Proxy } from '../kit/oauth2-proxy.mjs';
import { expect } from '../kit/toolbox.mjs';

/** As the documentation of oauth2-proxy has it for Traefik's ForwardAuth, which Caddy speaks as well. */
const caddyfile = (base, proxy) => `{
	admin off
	auto_https off
}
${base} {
	handle /oauth2/* {
		reverse_proxy ${proxy}
	}
	handle {
		forward_auth ${proxy} {
			uri /
			copy_headers X-Auth-Request-Email
		}
		respond "signed in: {header.X-Auth-Request-Email}"
	}
}
`;

export default {
  title: 'Forward authentication: Caddy (Debian) with oauth2-proxy 7.15',
  kind: 'proxies, Go',
  does: 'an application that knows nothing of sign-ins, behind `forward_auth`; the e-mail address reaches it, at the address that was asked for',
  needs: ['go', 'caddy'],
  async run(t) {
    const site = await t.place();
    const proxy = await t.place();
    const options = { 'reverse-proxy': 'true', 'set-xauthrequest': 'true', 'skip-provider-button': 'true' };
    await serveOauth2Proxy(t, { port: proxy.port, base: site.base, options });
    const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-caddy-'));
    try {
      const file = path.join(folder, 'Caddyfile');
      await writeFile(file, caddyfile(site.base, `localhost:${String(proxy.port)}`));
      const args = ['run', '--config', file, '--adapter', 'caddyfile'];
      await t.serve('caddy', args, { port: site.port, env: { HOME: folder, XDG_DATA_HOME: folder } });
      const page = await t.browser().open(`${site.base}/reports?year=2026`);
      expect(page.text === 'signed in: ada@example.com', `${page.url} ${String(page.status)} ${page.text}`);
      expect(page.url === `${site.base}/reports?year=2026`, page.url);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
