import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from './eventually.js';
import { programPath } from './tools.js';

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/**
 * A real nginx on this port of 127.0.0.1, with its defaults.
 * @param locations what stands in its `server` block
 */
export function startNginx(port: number, locations: string): Promise<{ stop: () => Promise<void> }> {
  return startNginxWith(`server { listen 127.0.0.1:${String(port)}; ${locations} }`, port);
}

/**
 * A real nginx with these servers.
 * @param servers what stands in its `http` block
 * @param port one that answers HTTP when it has started
 */
export async function startNginxWith(servers: string, port: number): Promise<{ stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-nginx-'));
  const places = TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr;
     events {}
     http {
       ${places}
       access_log off;
       ${servers}
     }`,
  );
  const args = ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', 'stderr'];
  const child = spawn(programPath('nginx') ?? 'nginx', args, { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await eventually(
    () => fetch(`http://127.0.0.1:${String(port)}/`, { redirect: 'manual' }),
    () => true,
  );
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
