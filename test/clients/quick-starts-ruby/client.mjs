import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filledIn } from '../../support/filled-in.mjs';
import { protectsAnApi, signsIn } from '../kit/quick-starts.mjs';

export default {
  title: 'the quick starts of Sinatra (Debian)',
  kind: 'programs of `examples/`, Ruby',
  does: 'sign-in with omniauth_openid_connect; an API that checks tokens with jwt',
  needs: ['ruby', 'puma'],
  async run(t) {
    const folder = await mkdtemp(path.join(tmpdir(), 'quick-starts-'));
    const serve = async (example, values) => {
      const file = path.join(folder, path.basename(example));
      await writeFile(file, filledIn(example, values));
      await t.serve('ruby', [file], { port: values.port });
    };
    try {
      await signsIn(t, 'ruby/sign-in.rb', serve);
      await protectsAnApi(t, 'ruby/api.rb', serve);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};
