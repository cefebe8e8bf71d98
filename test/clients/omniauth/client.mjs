import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'omniauth_openid_connect (Debian)',
  kind: 'strategy, Ruby',
  does: 'code flow with the endpoints in its options; name and e-mail address of the person are there',
  needs: ['ruby'],
  async run(t) {
    const { base, port } = await t.place();
    const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/auth/latchkey/callback`] });
    const env = {
      ISSUER: t.issuer,
      CLIENT_ID: client_id,
      CLIENT_SECRET: client_secret,
      PORT: String(port),
      BASE: base,
    };
    await t.serve('ruby', [t.file('program.rb')], { port, env });
    const browser = t.browser();
    const page = await browser.submit(await browser.open(`${base}/`));
    expect(page.text === 'Ada Lovelace ada@example.com', page.text);
  },
};
