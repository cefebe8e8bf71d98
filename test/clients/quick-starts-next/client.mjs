import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { filledIn } from '../../support/filled-in.mjs';
import { signsIn } from '../kit/quick-starts.mjs';

export default {
  title: 'the quick start of Next',
  kind: 'program of `examples/`, Node',
  does: 'sign-in with openid-client in a route handler',
  needs: ['npm'],
  async run(t) {
    const folder = await t.npm('next', 'react', 'react-dom', 'openid-client');
    const route = path.join(folder, 'app/[[...path]]');
    await mkdir(route, { recursive: true });
    await signsIn(t, 'node-next/sign-in.js', async (example, values) => {
      await writeFile(path.join(route, 'route.js'), filledIn(example, values));
      const args = ['dev', '-p', String(values.port)];
      const env = { NEXT_TELEMETRY_DISABLED: '1' };
      await t.serve(path.join(folder, 'node_modules/.bin/next'), args, { cwd: folder, port: values.port, env });
    });
  },
};
