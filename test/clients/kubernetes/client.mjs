import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'Kubernetes 1.37 (`k8s.io/apiserver`, the authenticator of the API server)',
  kind: 'library, Go',
  does: '`--oidc-issuer-url`, `--oidc-client-id`, `--oidc-username-claim=email`: takes the id_token of a sign-in',
  needs: ['go', 'openssl'],
  tls: 'localhost',
  async run(t) {
    const program = await t.goProgram();
    const { client_id, id_token } = await t.tokens('openid email');
    const env = { ISSUER: t.issuer, CLIENT_ID: client_id, ID_TOKEN: id_token, SSL_CERT_FILE: t.certificate };
    const output = await t.run(program, [], { env });
    expect(output.includes('user ada@example.com'), output);
  },
};
