import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '../kit/toolbox.mjs';

export default {
  title: '`@modelcontextprotocol/conformance` 0.2.0-alpha.12',
  kind: 'test suite, JavaScript',
  does: 'its `authorization` command: metadata, and the code flow of a registered application',
  quick: true,
  needs: ['npm'],
  async run(t) {
    // the suite takes a newer Node than the oldest that Latchkey supports
    const folder = await t.npm('@modelcontextprotocol/conformance@0.2.0-alpha.12', 'node@24.21.0');
    const modules = path.join(folder, 'node_modules');
    const suite = path.join(modules, '@modelcontextprotocol/conformance/dist/index.js');
    const { port } = await t.place();
    const redirect_uri = `http://127.0.0.1:${String(port)}/callback`;
    // where a server lets public clients in, the suite shows no secret
    const { client_id } = await t.application({ type: 'public', redirect_uris: [redirect_uri] });
    const { identifier } = await t.resource({ identifier: `${t.issuer}/mcp`, name: 'Tools', scopes: ['openid'] });
    const options = { url: t.issuer, 'client-id': client_id, resource: identifier };
    const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
    const child = await t.serve(path.join(modules, 'node/bin/node'), [suite, 'authorization', ...args, '-p', port], {
      port,
      cwd: folder,
    });
    let address;
    while (address === undefined && child.exitCode() === null) {
      address = /https?:\/\/\S+\/oauth\/authorize\?\S+/.exec(child.output())?.[0];
      await pause(50);
    }
    await t.browser().open(address);
    expect((await child.ended) === 0, child.lastLines());
  },
};
