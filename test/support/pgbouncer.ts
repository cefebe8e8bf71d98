import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { programPath } from './tools.js';

/** PgBouncer refuses to run as root. */
const ACCOUNT = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A PgBouncer from 1.21 on, which keeps prepared statements; `.ci/pgbouncer` builds it. */
export const PGBOUNCER_OF_NOW = 'pgbouncer-of-now';

/** PgBouncer in transaction mode, in front of a database. */
export class PgBouncer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    /** The database, through the pooler. */
    readonly url: string,
  ) {}

  static async to(
    databaseUrl: string,
    settings: Record<string, string> = {},
    program = 'pgbouncer',
  ): Promise<PgBouncer> {
    const { hostname, port, pathname, username, password } = new URL(databaseUrl);
    const listen = String(await freePort());
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-pgbouncer-'));
    const ini = path.join(folder, 'pgbouncer.ini');
    const all = {
      listen_addr: '127.0.0.1',
      listen_port: listen,
      unix_socket_dir: '',
      auth_type: 'plain',
      auth_file: path.join(folder, 'users'),
      pool_mode: 'transaction',
      default_pool_size: '5',
      ...settings,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
    writeFileSync(ini, ['[databases]', `* = host=${hostname} port=${port}`, '[pgbouncer]', ...lines, ''].join('\n'));
    writeFileSync(all.auth_file, `"${username}" "${decodeURIComponent(password)}"\n`);
    for (const entry of [folder, ini, all.auth_file]) {
      chmodSync(entry, entry === folder ? 0o700 : 0o600);
      if (ACCOUNT.uid !== undefined) chownSync(entry, ACCOUNT.uid, ACCOUNT.gid);
    }
    const child = spawn(programPath(program) ?? program, ['-q', ini], {
      ...ACCOUNT,
      cwd: '/',
      stdio: 'ignore',
    });
    await eventually(
      async () => {
        const socket = connect(Number(listen), '127.0.0.1');
        await once(socket, 'connect');
        socket.destroy();
      },
      () => undefined,
    );
    return new PgBouncer(child, folder, `postgresql://${username}:${password}@127.0.0.1:${listen}${pathname}`);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
