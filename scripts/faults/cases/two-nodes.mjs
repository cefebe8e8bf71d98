import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildOlderRelease, hasOlderRelease } from '../older-release.mjs';
import { MAIN, startNode } from '../node.mjs';
import { observe } from '../observe.mjs';
import { Postgres, postgresPrograms } from '../postgres.mjs';
import { freePort, until } from '../stage.mjs';

/** The first release of which others say what they run on (docs/adr/0042). */
const OLDER = '921e09f93a4476e252865a304bc94836f1709093';
const NGINX = '/usr/sbin/nginx';

/** Two servers on one database. */
export const twoNodes = [
  {
    name: 'two nodes are restarted in turn',
    did: 'SIGTERM of one behind nginx, its restart, then the same with the other',
    missing: () => (postgresPrograms() === undefined ? 'postgresql' : existsSync(NGINX) ? undefined : 'nginx'),
    async run(stage) {
      const postgres = await Postgres.create(stage);
      const front = await freePort();
      const url = `http://127.0.0.1:${String(front)}`;
      const settings = { DATABASE_URL: postgres.url, ISSUER: url, TRUST_PROXY: '127.0.0.1' };
      const nodes = [await startNode(stage, settings), await startNode(stage, settings)];
      await startNginx(stage, front, nodes);
      return observe(url, async () => {
        for (const node of nodes) {
          const how = await node.program.end('SIGTERM');
          if (how !== 0) throw new Error(`it ended with ${String(how)}: ${node.program.output.slice(-500)}`);
          await (await node.again()).untilReady();
        }
      });
    },
  },
  {
    name: 'two nodes are upgraded in turn',
    did: `two nodes of an older commit (${OLDER.slice(0, 7)}) behind nginx were replaced one after the other by this release, which migrates; then one of them was taken back to the older commit`,
    missing: () =>
      postgresPrograms() === undefined
        ? 'postgresql'
        : !existsSync(NGINX)
          ? 'nginx'
          : hasOlderRelease(OLDER)
            ? undefined
            : `the commit ${OLDER}`,
    async run(stage) {
      const older = await buildOlderRelease(stage, OLDER);
      const postgres = await Postgres.create(stage);
      const front = await freePort();
      const url = `http://127.0.0.1:${String(front)}`;
      const settings = { DATABASE_URL: postgres.url, ISSUER: url, TRUST_PROXY: '127.0.0.1' };
      const nodes = [await startNode(stage, settings, older), await startNode(stage, settings, older)];
      await startNginx(stage, front, nodes);
      const replace = async (i, program) => {
        await nodes[i].program.end('SIGTERM');
        nodes[i] = await nodes[i].again(program);
        await nodes[i].untilReady();
      };
      return observe(url, async () => {
        await replace(0, MAIN);
        await replace(1, MAIN);
        await replace(0, older);
      });
    },
  },
];

async function startNginx(stage, port, nodes) {
  const folder = stage.folder();
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const servers = nodes.map(({ url }) => `server ${new URL(url).host} max_fails=1 fail_timeout=1s;`);
  const file = path.join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr;
     events {}
     http {
       ${places.join('\n')}
       access_log off;
       upstream nodes { ${servers.join(' ')} }
       server {
         listen 127.0.0.1:${String(port)};
         location / {
           proxy_pass http://nodes;
           proxy_set_header Host $http_host;
           proxy_set_header X-Forwarded-For $remote_addr;
         }
       }
     }`,
  );
  stage.start(NGINX, ['-p', folder, '-c', file, '-e', 'stderr']);
  await until('nginx answers', async () => (await fetch(`http://127.0.0.1:${String(port)}/health/live`)).ok);
}
