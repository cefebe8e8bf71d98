import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'Auth.js 0.41 (`@auth/express`)',
  kind: 'library, Express',
  does: 'a provider of type `oidc`; name and e-mail address of the person are there',
  quick: true,
  needs: ['npm'],
  async run(t) {
    const folder = await t.npm('@auth/express@0.12.3', '@auth/core@0.41.3', 'express@4');
    const { base, port } = await t.place();
    const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/auth/callback/latchkey`] });
    const env = { ISSUER: t.issuer, CLIENT_ID: client_id, CLIENT_SECRET: client_secret, PORT: String(port) };
    await t.serve('node', ['program.mjs'], { cwd: folder, port, env: { ...env, AUTH_SECRET: 'x'.repeat(32) } });
    const browser = t.browser();
    const start = await browser.open(`${base}/auth/signin`);
    await browser.submit(start, {}, ({ action }) => action.includes('latchkey'));
    const page = await browser.open(`${base}/`);
    expect(page.text.includes('"name":"Ada Lovelace"'), page.text);
    expect(page.text.includes('"email":"ada@example.com"'), page.text);
  },
};
