import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'django-allauth 65',
  kind: 'application, Django',
  does: 'provider `openid_connect` with nothing but server URL, client id and secret',
  quick: true,
  needs: ['python3'],
  async run(t) {
    const python = await t.python('django-allauth[socialaccount]', 'Django<6');
    const { base, port } = await t.place();
    const callback = `${base}/accounts/oidc/latchkey/login/callback/`;
    const { client_id, client_secret } = await t.application({ redirect_uris: [callback] });
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
