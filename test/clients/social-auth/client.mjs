import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'python-social-auth 4 (`social-auth-app-django`)',
  kind: 'application, Django',
  does: 'backend `oidc` with nothing but endpoint, key and secret',
  quick: true,
  needs: ['python3'],
  async run(t) {
    const python = await t.python('social-auth-app-django', 'social-auth-core[openidconnect]', 'Django<6');
    const { base, port } = await t.place();
    const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/complete/oidc/`] });
    const env = { ISSUER: t.issuer, CLIENT_ID: client_id, CLIENT_SECRET: client_secret, PYTHONDONTWRITEBYTECODE: '1' };
    await t.serve(python, [t.file('program.py'), 'runserver', '--noreload', `localhost:${String(port)}`], {
      port,
      env,
    });
    const browser = t.browser();
    const page = await browser.submit(await browser.open(`${base}/`));
    expect(page.text === 'signed in as ada@example.com', page.text);
  },
};
