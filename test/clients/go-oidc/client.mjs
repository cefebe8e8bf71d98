import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'go-oidc 3.21 with x/oauth2',
  kind: 'library, Go',
  does: 'the example of its documentation: discovery, code exchange, id_token, userinfo, refresh',
  needs: ['go'],
  async run(t) {
    const page = await t.pageOfGoProgram();
    expect(page.status === 200 && page.text.includes('"email":"ada@example.com"'), page.text);
    expect(page.text.includes('"refreshed":true'), page.text);
  },
};
