import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { freePort, until } from './stage.mjs';

const DEBIAN = '/usr/lib/postgresql';

/** The folder of the newest PostgreSQL that Debian installed; undefined without one. */
export function postgresPrograms() {
  const newest = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  return newest === undefined ? undefined : path.join(DEBIAN, newest, 'bin');
}

/** The account under which PostgreSQL runs; as root it needs one. */
export function postgresAccount() {
  if (process.getuid() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((kind) => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' })));
  return { uid, gid };
}

/** A PostgreSQL server of the run's own. */
export class Postgres {
  static async create(stage, settings = []) {
    const server = new Postgres(stage, await freePort(), settings);
    await server.#run('initdb', ['-D', server.data, '-U', 'latchkey', '--auth=trust', '--encoding=UTF8', '--no-sync']);
    await server.start();
    return server;
  }

  /** A standby of the primary, which waits for it with each commit from now on. */
  static async synchronousStandbyOf(primary) {
    const { stage } = primary;
    const standby = new Postgres(stage, await freePort(), []);
    const from = ['-h', '127.0.0.1', '-p', String(primary.port), '-U', 'latchkey'];
    await standby.#run('pg_basebackup', [...from, '-D', standby.data, '-R', '-X', 'stream', '--checkpoint=fast']);
    await standby.start();
    await primary.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
    await primary.query('SELECT pg_reload_conf()');
    const states = `SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`;
    await until('the standby is synchronous', async () => (await primary.query(states)).length === 1);
    return standby;
  }

  constructor(stage, port, settings) {
    this.stage = stage;
    this.port = port;
    this.settings = settings;
    this.account = postgresAccount();
    this.folder = stage.folder();
    if (this.account.uid !== undefined) chownSync(this.folder, this.account.uid, this.account.gid);
    this.data = path.join(this.folder, 'data');
    mkdirSync(this.data, { mode: 0o700 });
    if (this.account.uid !== undefined) chownSync(this.data, this.account.uid, this.account.gid);
  }

  get url() {
    return `postgresql://latchkey@127.0.0.1:${String(this.port)}/postgres`;
  }

  async start() {
    const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${this.folder}`, ...this.settings];
    const args = ['-D', this.data, '-p', String(this.port), ...settings.flatMap((setting) => ['-c', setting])];
    this.program = this.stage.start(path.join(postgresPrograms(), 'postgres'), args, {
      ...this.account,
      cwd: this.folder,
    });
    this.stage.atEnd(() => this.stop());
    await until('PostgreSQL answers', () => this.query('SELECT 1'));
  }

  /** Ends at once and loses no commit. */
  stop() {
    return this.program.end('SIGINT');
  }

  /** As when its machine is switched off: every process of it. */
  async kill() {
    const children = execFileSync('pgrep', ['-P', String(this.program.pid)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    process.kill(this.program.pid, 'SIGKILL');
    for (const child of children) {
      try {
        process.kill(Number(child), 'SIGKILL');
      } catch {
        // it ended with its parent
      }
    }
    await this.program.ended;
  }

  promote() {
    return this.#run('pg_ctl', ['promote', '-D', this.data]);
  }

  /** Runs one statement over a connection of its own. */
  async query(text) {
    const client = await this.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  async connect() {
    const client = new pg.Client({ connectionString: this.url, application_name: 'faults' });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  #run(program, args) {
    return this.stage.run(path.join(postgresPrograms(), program), args, { ...this.account, cwd: this.folder });
  }
}
