import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'openid-client 6.8',
  kind: 'library, JavaScript',
  does: 'code flow, userinfo, refresh',
  quick: true,
  needs: ['npm'],
  async run(t) {
    const folder = await t.npm('openid-client@6.8.9');
    const { base, port } = await t.place();
    const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/callback`] });
    const env = { ISSUER: t.issuer, CLIENT_ID: client_id, CLIENT_SECRET: client_secret, PORT: String(port) };
    await t.serve('node', ['program.mjs'], { cwd: folder, port, env });
    const page = await t.browser().open(`${base}/login`);
    expect(page.text.includes('"email":"ada@example.com"'), page.text);
    expect(page.text.includes('"refreshed":true'), page.text);
  },
};
