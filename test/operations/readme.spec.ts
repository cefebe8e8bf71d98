import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { startCaddy } from '../support/caddy.js';
import { startNginxWith } from '../support/nginx.js';
import { LatchkeyProcess } from '../support/process.js';
import { requireTools } from '../support/tools.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUIDES = 'docs/guides';

interface Block {
  runs: boolean;
  text: string;
}

/** The `sh` blocks in their order; one that is marked `no-run` is not run here. */
function blocksOf(document: string): Block[] {
  const text = readFileSync(path.join(ROOT, document), 'utf8');
  return [...text.matchAll(/^```sh( no-run)?\n(.*?)^```$/gms)].map((found) => ({
    runs: found[1] === undefined,
    text: found[2] ?? '',
  }));
}

function commandsOf(document: string): string {
  return blocksOf(document)
    .filter(({ runs }) => runs)
    .map(({ text }) => text)
    .join('\n');
}

/** The first words of each block that is not run. */
function notRun(document: string): string[] {
  return blocksOf(document)
    .filter(({ runs }) => !runs)
    .map(({ text }) => text.trim().split(/\s+/).slice(0, 3).join(' '));
}

const guides = readdirSync(path.join(ROOT, GUIDES), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .sort();

describe('what is not run', () => {
  it('of the README: only installing, testing, and deployments', () => {
    expect(notRun('README.md')).toEqual([
      'npm ci &&',
      'docker compose up',
      'cat > .env',
      'ISSUER=https://auth.example.com TRUST_PROXY=10.0.0.0/8 HOST=0.0.0.0',
    ]);
  });

  it('of the guides: only installing, deployments, other programs, and what stops the server', () => {
    const found = Object.fromEntries(
      guides.map((name) => [name, notRun(path.join(GUIDES, name))]).filter(([, blocks = []]) => blocks.length > 0),
    ) as Record<string, string[]>;
    expect(found).toEqual({
      'apps/gitea-forgejo.md': ['gitea admin auth'],
      'apps/jellyfin.md': ['curl -X POST'],
      'apps/kubernetes.md': ['kubectl config set-credentials'],
      'apps/nextcloud.md': ['occ app:install user_oidc'],
      'apps/proxmox.md': ['pveum realm add'],
      'apps/vault-openbao.md': ['vault auth enable', 'vault write auth/oidc/role/people'],
      'backup-and-restore.md': [
        'npm run backup',
        'DATA_DIR=/var/lib/latchkey npm run',
        'docker exec <container>',
        'pg_dump --format=custom --file=latchkey.dump',
      ],
      'compose.md': ['docker compose up', 'cat > .env', 'docker compose -f', 'docker build --tag'],
      'deploy-on-kubernetes.md': ['kubectl apply -f'],
      'deploy-with-tls.md': ['curl -s https://auth.example.com/.well-known/openid-configuration'],
      'first-token.md': ['npm ci &&'],
      'ip-whitelists.md': ['TRUST_PROXY=10.0.0.0/8 npm start'],
      'monitor.md': ['METRICS_PORT=9464 npm start'],
      'rotate-keys-and-secrets.md': ['npm run admin'],
      'several-nodes.md': ['ISSUER=https://auth.example.com TRUST_PROXY=10.0.0.0/8 HOST=0.0.0.0'],
      'upgrade.md': ['git fetch --tags'],
    });
  });
});

(requireTools('the commands of the documents', ['bash', 'curl', 'jq']) ? describe : describe.skip)(
  'the commands of the documents, each of which succeeds on a fresh server',
  () => {
    let server: LatchkeyProcess;
    beforeAll(async () => {
      server = await LatchkeyProcess.start();
    });
    afterAll(() => server.remove());

    async function run(...commands: string[]): Promise<string> {
      const password = /^Password: (\S+)/m.exec(server.output)?.[1];
      expect(password).toBeDefined();
      const script = [
        'set -euo pipefail',
        // a refusal ends the script here, as it would end a reader's patience
        'curl() { command curl --fail-with-body "$@"; }',
        ...commands,
      ]
        .join('\n')
        .replace('HOST=http://localhost:3000', `HOST=${server.baseUrl}`)
        .replace('ADMIN_PASSWORD=…', `ADMIN_PASSWORD='${String(password)}'`);
      return (await promisify(execFile)('bash', ['-c', script])).stdout;
    }

    it('of the README, in their order', async () => {
      expect(await run(commandsOf('README.md'))).toContain('"token_type":"Bearer"');
    });

    it('of the guides, each after those that stand before the first command', async () => {
      const before = commandsOf(path.join(GUIDES, 'README.md'));
      expect(before).toContain('AUTH=');
      const others = guides.filter((name) => name !== 'README.md' && commandsOf(path.join(GUIDES, name)) !== '');
      expect(others.length).toBeGreaterThan(8);
      // each in a shell of its own, whose name is the last line that is printed if it fails
      const printed = await run(
        before,
        ...others.map((name) => `echo "\n# ${name}"\n(\n${commandsOf(path.join(GUIDES, name))}\n)`),
      );
      for (const name of others) expect(printed).toContain(`# ${name}\n`);
      expect(printed).toContain('"aud": "https://items.example.com"');
    });

    (requireTools('the text for nginx', ['nginx', 'openssl']) ? it : it.skip)(
      'of the guide to TLS, through an nginx with its text',
      async () => {
        const guide = readFileSync(path.join(ROOT, GUIDES, 'deploy-with-tls.md'), 'utf8');
        const text = /^```nginx\n(.*?)^```$/ms.exec(guide)?.[1] ?? '';
        const [tls, plain] = [await freePort(), await freePort()];
        const certificate = path.join(server.folder, 'certificate');
        const subject = ['-subj', '/CN=auth.example.com', '-days', '2'];
        const files = ['-keyout', `${certificate}.key`, '-out', `${certificate}.pem`];
        await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...files]);
        const nginx = await startNginxWith(
          text
            .replace('listen 443', `listen 127.0.0.1:${String(tls)}`)
            .replace('listen 80', `listen 127.0.0.1:${String(plain)}`)
            .replace(/ \S+fullchain.pem/, ` ${certificate}.pem`)
            .replace(/ \S+privkey.pem/, ` ${certificate}.key`)
            .replace('http://127.0.0.1:3000', server.baseUrl),
          plain,
        );
        try {
          const asked = ['-sk', '--resolve', `auth.example.com:${String(tls)}:127.0.0.1`];
          const url = `https://auth.example.com:${String(tls)}/health/ready`;
          const { stdout } = await promisify(execFile)('curl', [...asked, url]);
          expect(JSON.parse(stdout)).toEqual({ status: 'ready' });
        } finally {
          await nginx.stop();
        }
      },
    );

    (requireTools('the text for Caddy', ['caddy', 'curl']) ? it : it.skip)(
      'of the guide to TLS, through a Caddy with its text',
      async () => {
        const guide = readFileSync(path.join(ROOT, GUIDES, 'deploy-with-tls.md'), 'utf8');
        const text = /^```caddyfile\n(.*?)^```$/ms.exec(guide)?.[1] ?? '';
        const tls = await freePort();
        const site = text
          .replace('auth.example.com', `auth.example.com:${String(tls)}`)
          .replace('http://127.0.0.1:3000', server.baseUrl);
        const asked = ['-skf', '--resolve', `auth.example.com:${String(tls)}:127.0.0.1`];
        const ask = () =>
          promisify(execFile)('curl', [...asked, `https://auth.example.com:${String(tls)}/health/ready`]);
        const caddy = await startCaddy(site, ask);
        try {
          expect(JSON.parse((await ask()).stdout)).toEqual({ status: 'ready' });
        } finally {
          await caddy.stop();
        }
      },
    );
  },
);
