import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'kubelogin 1.36 (`kubectl oidc-login`)',
  kind: 'program, Go',
  does: '`get-token` with a public application and its default `http://localhost:8000`',
  needs: ['go'],
  async run(t) {
    const program = await t.goProgram('github.com/int128/kubelogin');
    const { client_id } = await t.application({ type: 'public', redirect_uris: ['http://localhost:8000'] });
    const { port } = await t.place();
    const address = `localhost:${String(port)}`;
    const args = [
      ...['get-token', `--oidc-issuer-url=${t.issuer}`, `--oidc-client-id=${client_id}`, '--oidc-extra-scope=email'],
      ...['--skip-open-browser', '--force-refresh', `--listen-address=${address}`, '--token-cache-storage=none'],
    ];
    const child = await t.serve(program, args, { port });
    await t.browser().open(`http://${address}/`);
    expect((await child.ended) === 0, child.lastLines());
    const token = /"token":"([^"]+)"/.exec(child.output())?.[1] ?? '';
    const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    expect(claims.email === 'ada@example.com', JSON.stringify(claims));
  },
};
