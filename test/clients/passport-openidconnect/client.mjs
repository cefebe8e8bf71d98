import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'passport-openidconnect 0.1',
  kind: 'strategy, Passport',
  does: 'code flow; the name of the person is there',
  quick: true,
  needs: ['npm'],
  async run(t) {
    const folder = await t.npm('passport-openidconnect@0.1.2', 'passport@0.7', 'express@4', 'express-session@1');
    const { base, port } = await t.place();
    const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/callback`] });
    const env = {
      ISSUER: t.issuer,
      CLIENT_ID: client_id,
      CLIENT_SECRET: client_secret,
      PORT: String(port),
      BASE: base,
    };
    await t.serve('node', ['program.mjs'], { cwd: folder, port, env });
    const page = await t.browser().open(`${base}/login`);
    expect(page.text.includes('"displayName":"Ada Lovelace"'), page.text);
    expect(page.text.includes('ada@example.com'), page.text);
  },
};
