import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'express-openid-connect 3.4',
  kind: 'middleware, Express',
  does: 'its default flow (implicit form_post is switched to `code`), sign-out at the server',
  quick: true,
  needs: ['npm'],
  async run(t) {
    const folder = await t.npm('express-openid-connect@3.4.0', 'express@4');
    const { base, port } = await t.place();
    const { client_id, client_secret } = await t.application({
      redirect_uris: [`${base}/callback`],
      post_logout_redirect_uris: [base],
    });
    const env = {
      ISSUER: t.issuer,
      CLIENT_ID: client_id,
      CLIENT_SECRET: client_secret,
      PORT: String(port),
      BASE: base,
    };
    await t.serve('node', ['program.mjs'], { cwd: folder, port, env });
    const browser = t.browser();
    const page = await browser.open(`${base}/profile`);
    expect(page.text.includes('ada@example.com'), page.text);
    const out = await browser.open(`${base}/logout`);
    expect(out.url === `${base}/` && out.text === 'signed out', `${out.url} ${out.text}`);
  },
};
