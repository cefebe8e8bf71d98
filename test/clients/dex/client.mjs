import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'Dex (its connector `oidc`)',
  kind: 'relying party, Go',
  does: 'issuer, client id, secret and redirect URI; name and e-mail address of the person, after a refresh, too',
  needs: ['go'],
  async run(t) {
    const page = await t.pageOfGoProgram();
    const isAda = page.text.includes('"Username":"Ada Lovelace"') && page.text.includes('"Email":"ada@example.com"');
    expect(page.status === 200 && isAda, page.text);
  },
};
