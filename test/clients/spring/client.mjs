import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'Spring Boot 3.5: OAuth 2.0 login and resource server',
  kind: 'framework, Java',
  does: 'nothing but `issuer-uri`, client id and secret; an API with nothing but `issuer-uri`, called with `access_token_typ: JWT`',
  needs: ['java', 'mvn'],
  async run(t) {
    const jar = await t.jar();
    const { base, port } = await t.place();
    const { client_id, client_secret } = await t.application({ redirect_uris: [`${base}/login/oauth2/code/latchkey`] });
    const registration = '--spring.security.oauth2.client.registration.latchkey';
    const args = [
      ...['-jar', jar, `--server.port=${String(port)}`],
      `--spring.security.oauth2.client.provider.latchkey.issuer-uri=${t.issuer}`,
      ...[`${registration}.client-id=${client_id}`, `${registration}.client-secret=${client_secret}`],
      ...[`${registration}.scope=openid,profile,email`],
      `--spring.security.oauth2.resourceserver.jwt.issuer-uri=${t.issuer}`,
    ];
    await t.serve('java', args, { port });
    const page = await t.browser().open(`${base}/me`);
    expect(page.text.includes('ada@example.com'), `${String(page.status)} ${page.text}`);
    const { access_token } = await t.tokens('openid email', { access_token_typ: 'JWT' });
    const headers = { authorization: `Bearer ${access_token}` };
    const answer = await fetch(`${base}/api/who`, { headers });
    expect(answer.status === 200, `the API: ${String(answer.status)} ${answer.headers.get('www-authenticate')}`);
    const altered = await fetch(`${base}/api/who`, { headers: { authorization: `Bearer ${access_token}x` } });
    expect(altered.status === 401, 'the API takes an altered token');
  },
};
