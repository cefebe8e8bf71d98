import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'Dex (its connector `oidc`)',
  kind: 'relying party, Go',
  does: 'issuer, client id, secret and redirect URI; name and e-mail address of the person, after a refresh, too',
  needs: ['go'],
  async run(t) {
    const program = await t.goProgram();
    const { base, port } = await t.place();
    const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/callback`] });
    const env = {
      ISSUER: t.issuer,
      CLIENT_ID: client_id,
      CLIENT_SECRET: client_secret,
      PORT: String(port),
      BASE: base,
    };
    await t.serve(program, [], { port, env });
    const page = await t.browser().open(`${base}/login`);
    const isAda = page.text.includes('"Username":"Ada Lovelace"') && page.text.includes('"Email":"ada@example.com"');
    expect(page.status === 200 && isAda, page.text);
  },
};
