import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'HashiCorp cap 0.16 (Vault, Boundary, Consul, Nomad)',
  kind: 'library, Go',
  does: 'a provider with RS256, code exchange, id_token and userinfo',
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
    expect(page.status === 200 && page.text.includes('"email":"ada@example.com"'), page.text);
  },
};
