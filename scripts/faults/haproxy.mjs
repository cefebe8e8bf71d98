import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from './stage.mjs';

const HAPROXY = '/usr/sbin/haproxy';

export const haproxyMissing = () => (existsSync(HAPROXY) ? undefined : 'haproxy');

/** HAProxy in front of PostgreSQL servers; `lines` are those of its `listen` section. Resolves with its port. */
export async function startHaproxy(stage, lines) {
  const port = await freePort();
  const file = path.join(stage.folder(), 'haproxy.cfg');
  writeFileSync(
    file,
    `defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
listen postgres
  bind 127.0.0.1:${String(port)}
${lines.map((line) => `  ${line}\n`).join('')}`,
  );
  stage.start(HAPROXY, ['-db', '-f', file]);
  return port;
}
