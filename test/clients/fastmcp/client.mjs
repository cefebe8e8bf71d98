import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'FastMCP 4.1 (Model Context Protocol, Python)',
  kind: 'client and server, Python',
  does: 'its client with `auth="oauth"` at a tool server with its `RemoteAuthProvider`: discovery, dynamic registration, code flow with `resource`, a call',
  quick: true,
  needs: ['python3'],
  async run(t) {
    const python = await t.python('fastmcp==4.1.6');
    const { base, port } = await t.place();
    const { base: own, port: ownPort } = await t.place();
    await t.resource({ identifier: `${base}/mcp`, name: 'Tools', scopes: ['openid'] });
    const env = { ISSUER: t.issuer, PORT: String(port), BASE: base, OWN_PORT: String(ownPort) };
    await t.serve(python, [t.file('server.py')], { port, env });
    const child = await t.serve(python, [t.file('program.py')], { port: ownPort, env });
    await t.browser().open(`${own}/start`);
    expect((await child.ended) === 0 && child.output().includes('the tool says hello'), child.lastLines());
  },
};
