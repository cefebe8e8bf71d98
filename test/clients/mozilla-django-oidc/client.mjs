import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'mozilla-django-oidc 5',
  kind: 'application, Django',
  does: 'its documented settings, with `OIDC_RP_SIGN_ALGO = "RS256"` and the JWKS endpoint',
  quick: true,
  needs: ['python3'],
  async run(t) {
    const python = await t.python('mozilla-django-oidc', 'Django<6');
    const { base, port } = await t.place();
    const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/oidc/callback/`] });
    const env = { ISSUER: t.issuer, CLIENT_ID: client_id, CLIENT_SECRET: client_secret, PYTHONDONTWRITEBYTECODE: '1' };
    await t.serve(python, [t.file('program.py'), 'runserver', '--noreload', `localhost:${String(port)}`], {
      port,
      env,
    });
    const page = await t.browser().open(`${base}/oidc/authenticate/`);
    expect(page.text === 'signed in as ada@example.com', page.text);
  },
};
