import { expect } from '../kit/toolbox.mjs';

export default {
  title: 'mcp 2.3 (Model Context Protocol, Python)',
  kind: 'client and server, Python',
  does: 'its OAuth client at a tool server of its own: discovery, dynamic registration, code flow with `resource`, a call',
  quick: true,
  needs: ['python3'],
  async run(t) {
    const python = await t.python('mcp==2.3.0', 'PyJWT[crypto]');
    const { base, port } = await t.place();
    const { base: own, port: callbackPort } = await t.place();
    await t.resource({ identifier: `${base}/mcp`, name: 'Tools', scopes: ['openid'] });
    const env = { ISSUER: t.issuer, PORT: String(port), BASE: base, CALLBACK_PORT: String(callbackPort) };
    await t.serve(python, [t.file('server.py')], { port, env });
    const child = await t.serve(python, [t.file('program.py')], { port: callbackPort, env });
    await t.browser().open(`${own}/start`);
    expect((await child.ended) === 0 && child.output().includes('the tool says hello'), child.lastLines());
  },
};
