import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'HashiCorp cap 0.16 (Vault, Boundary, Consul, Nomad)',
  kind: 'library, Go',
  does: 'a provider with RS256, code exchange, id_token and userinfo',
  needs: ['go'],
  async run(t) {
    const page = await t.pageOfGoProgram();
    expect(page.status === 200 && page.text.includes('"email":"ada@example.com"'), page.text);
  },
};
