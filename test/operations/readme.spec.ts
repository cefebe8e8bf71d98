import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { LatchkeyProcess } from '../support/process.js';
import { requireTools } from '../support/tools.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

interface Block {
  runs: boolean;
  text: string;
}

/** The `sh` blocks in their order; one that is marked `no-run` is not run here. */
const blocks: Block[] = [...README.matchAll(/^```sh( no-run)?\n(.*?)^```$/gms)].map((found) => ({
  runs: found[1] === undefined,
  text: found[2] ?? '',
}));

it('marks as not run only installing, testing, and deployments', () => {
  const firstWords = blocks
    .filter(({ runs }) => !runs)
    .map(({ text }) => text.trim().split(/\s+/).slice(0, 3).join(' '));
  expect(firstWords).toEqual([
    'npm ci &&',
    'docker compose up',
    'cat > .env',
    'ISSUER=https://auth.example.com TRUST_PROXY=10.0.0.0/8 HOST=0.0.0.0',
  ]);
});

(requireTools('the commands of the README', ['bash', 'curl', 'jq']) ? describe : describe.skip)(
  'the commands of the README',
  () => {
    it('run in their order on a fresh server; each succeeds', async () => {
      const server = await LatchkeyProcess.start();
      try {
        const password = /^Password: (\S+)/m.exec(server.output)?.[1];
        expect(password).toBeDefined();
        const commands = blocks.filter(({ runs }) => runs).map(({ text }) => text);
        const script = [
          'set -euo pipefail',
          // a refusal ends the script here, as it would end a reader's patience
          'curl() { command curl --fail-with-body "$@"; }',
          ...commands,
        ]
          .join('\n')
          .replace('HOST=http://localhost:3000', `HOST=${server.baseUrl}`)
          .replace('ADMIN_PASSWORD=…', `ADMIN_PASSWORD='${String(password)}'`);
        const { stdout } = await promisify(execFile)('bash', ['-c', script]);
        expect(stdout).toContain('"token_type":"Bearer"');
      } finally {
        await server.remove();
      }
    });
  },
);
