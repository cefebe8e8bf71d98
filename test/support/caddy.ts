import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from './eventually.js';
import { programPath } from './tools.js';

/** What a machine of tests must not be changed by: no port below 1024, no authority in its trust store. */
const OPTIONS = 'admin off\n skip_install_trust\n auto_https disable_redirects';

/**
 * A real Caddy with this site, whose certificate is of an authority of its own.
 * @param site a block of a Caddyfile
 * @param isReady whether it serves, asked until it holds
 */
export async function startCaddy(
  site: string,
  isReady: () => Promise<unknown>,
): Promise<{ stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-caddy-'));
  const file = path.join(folder, 'Caddyfile');
  writeFileSync(file, `{\n ${OPTIONS}\n}\n${site.replace('{\n', '{\n    tls internal\n')}`);
  const child = spawn(programPath('caddy') ?? 'caddy', ['run', '--config', file, '--adapter', 'caddyfile'], {
    stdio: 'ignore',
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await eventually(isReady, () => true);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}
