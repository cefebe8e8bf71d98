import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '../kit/toolbox.mjs';

const MODULES = '/usr/lib/apache2/modules';
const LOADED = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'headers', 'auth_openidc'];

export default {
  title: 'mod_auth_openidc (Debian)',
  kind: 'module, Apache',
  does: 'the metadata URL, client id and secret of its README; the e-mail address reaches the protected location',
  needs: ['apache2'],
  async run(t) {
    const { base, port } = await t.place();
    const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-apache-'));
    await chmod(folder, 0o755);
    const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/protected/redirect_uri`] });
    const lines = [
      `ServerRoot ${folder}`,
      'ServerName localhost',
      'User www-data',
      'Group www-data',
      `PidFile ${folder}/pid`,
      `ErrorLog ${folder}/errors`,
      `Listen ${String(port)}`,
      `DocumentRoot ${folder}`,
      ...LOADED.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`),
      `OIDCProviderMetadataURL ${t.issuer}/.well-known/openid-configuration`,
      `OIDCClientID ${client_id}`,
      `OIDCClientSecret ${client_secret}`,
      `OIDCRedirectURI ${base}/protected/redirect_uri`,
      'OIDCCryptoPassphrase a-passphrase-of-this-run',
      'OIDCScope "openid email"',
      '<Location /protected>',
      'AuthType openid-connect',
      'Require valid-user',
      'Header always set X-Email "%{OIDC_CLAIM_email}e"',
      '</Location>',
    ];
    await writeFile(path.join(folder, 'httpd.conf'), `${lines.join('\n')}\n`);
    await t.serve('apache2', ['-DFOREGROUND', '-f', path.join(folder, 'httpd.conf')], { port, cwd: folder });
    const page = await t.browser().open(`${base}/protected/`);
    expect(page.headers.get('x-email') === 'ada@example.com', `${String(page.status)} ${page.text}`);
  },
};
