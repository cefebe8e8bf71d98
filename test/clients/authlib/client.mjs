import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'Authlib 1.9 (Flask)',
  kind: 'library, Python',
  does: 'code flow with `offline_access`, id_token, refresh with the scope it was configured with',
  quick: true,
  needs: ['python3'],
  async run(t) {
    const python = await t.python('Authlib==1.9.6', 'Flask', 'requests');
    const { base, port } = await t.place();
    const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/callback`] });
    const env = { ISSUER: t.issuer, CLIENT_ID: client_id, CLIENT_SECRET: client_secret, PORT: String(port) };
    await t.serve(python, [t.file('program.py')], { port, env });
    const page = await t.browser().open(`${base}/login`);
    expect(page.status === 200 && page.text.includes('ada@example.com'), page.text);
    expect(page.text.includes('refreshed'), page.text);
  },
};
