import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runningEmbeddedPostgres } from '../../src/persistence/embedded/embedded-postgres.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';
import { LatchkeyProcess, type ProcessOptions, refusalToStart } from '../support/process.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

const SECRET_KEY = 'kq3Jx0m8aVtW5uZr2cYd7gPf9hLb1nSe4oQi6TyUvXw=';

const servers: LatchkeyProcess[] = [];

async function start(options?: ProcessOptions): Promise<LatchkeyProcess> {
  const server = await spawn(options);
  await server.untilReady();
  return server;
}

async function spawn(options?: ProcessOptions): Promise<LatchkeyProcess> {
  const server = await LatchkeyProcess.spawn(options);
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0).reverse()) await server.remove();
});

const failure = (env: Record<string, string>, folder?: string) => refusalToStart({ env, folder });

/** A token request whose head the server has read and whose body it waits for. It costs little: no password is hashed. */
async function requestInFlight(baseUrl: string): Promise<() => Promise<number | undefined>> {
  const body = 'grant_type=client_credentials&client_id=unknown&client_secret=none';
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': body.length,
    expect: '100-continue',
  };
  const asked = request(`${baseUrl}/oauth/token`, { method: 'POST', headers });
  const answered = once(asked, 'response');
  asked.flushHeaders();
  await once(asked, 'continue');
  return async () => {
    asked.end(body);
    const [answer] = (await answered) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  };
}

describe('a first start with nothing set', () => {
  it('makes the database and an administrator, and says where to go', async () => {
    const server = await start();
    await eventually(
      () => server.output,
      (value) => expect(value).toMatch(/Latchkey listens on[^]*\nAdministrator: admin@localhost\nPassword: \S+ /),
    );
    const password = /Password: (\S+)/.exec(server.output)?.[1] ?? '';
    const login = await fetch(`${server.baseUrl}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin@localhost', password }),
    });
    expect(login.status).toBe(200);
  });

  it('shows the generated password only once', async () => {
    const first = await start();
    await first.kill('SIGTERM');
    const second = await start({ folder: first.folder });
    await eventually(
      () => second.output,
      (value) => expect(value).toContain('Latchkey listens on'),
    );
    expect(second.output).not.toContain('Password:');
  });

  it('after kill -9 finds everything again', async () => {
    const first = await start();
    await eventually(
      () => first.output,
      (value) => expect(value).toContain('Password:'),
    );
    const password = /Password: (\S+)/.exec(first.output)?.[1] ?? '';
    expect(await first.kill('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    const second = await start({ folder: first.folder });
    const login = await fetch(`${second.baseUrl}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin@localhost', password }),
    });
    expect(login.status).toBe(200);
  });

  (existsSync('/dev/full') ? it : it.skip).each([1, 2])(
    'serves and stops where its log finds no room on the disk, with %d workers',
    async (workers) => {
      const server = await start({ env: { LOG_LEVEL: 'debug', WORKERS: String(workers) }, output: '/dev/full' });
      expect((await fetch(`${server.baseUrl}/nowhere`)).status).toBe(404);
      expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    },
  );

  it.each([1, 2])('on a port that is any one, names that port in its addresses, with %d workers', async (workers) => {
    const server = await spawn({ env: { PORT: '0', WORKERS: String(workers) } });
    await eventually(
      () => server.output,
      (value) => expect(value).toMatch(/Latchkey listens on http:\/\/localhost:[1-9]\d*\nConsole: /),
    );
    const port = /localhost:(\d+)/.exec(server.output)?.[1] ?? '';
    const discovery = await fetch(`http://127.0.0.1:${port}/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({ issuer: `http://localhost:${port}` });
  });

  it('keeps a second server off the same data', async () => {
    const first = await start();
    const message = await failure({ DATA_DIR: `${first.folder}/data` });
    expect(message).toMatch(/^another Latchkey \(process \d+\) is running on .*; stop it, or set DATA_DIR$/);
    expect((await fetch(`${first.baseUrl}/health/ready`)).status).toBe(200);
  });
});

describe('a start that cannot work ends with 1 and one line', () => {
  it('for a wrong setting', async () => {
    expect(await failure({ ACCESS_TOKEN_TTL: 'soon' })).toMatch(/^ACCESS_TOKEN_TTL is "soon" but must be .* Example: /);
  });

  it('for a port in use', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    expect(await failure({ PORT: String(port) })).toMatch(/^PORT \d+ is in use already; .* Example: PORT=\d+$/);
    other.close();
  });

  it('for a port in use, with workers', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    expect(await failure({ PORT: String(port), WORKERS: '2' })).toMatch(/^PORT \d+ is in use already; /);
    other.close();
  });

  it('for a port that two things would listen on', async () => {
    const port = String(await freePort());
    expect(await failure({ PORT: port, METRICS_PORT: port })).toMatch(
      /^METRICS_PORT is \d+, and so is PORT; choose .*/,
    );
  });

  it('for a folder that cannot be', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-folder-'));
    writeFileSync(path.join(folder, 'file'), '');
    symlinkSync('/nowhere/at-all', path.join(folder, 'dangling'));
    symlinkSync('round', path.join(folder, 'round'));
    const refused = (name: string) => failure({ DATA_DIR: path.join(folder, name) });
    try {
      for (const name of ['file', 'file/below', 'dangling', 'dangling/below', 'round', 'n'.repeat(300)]) {
        const line = await refused(name);
        expectOf(name, line).toMatch(/^DATA_DIR cannot be used: .*\. Example: DATA_DIR=\S+$/);
      }
      mkdirSync(path.join(folder, 'data/secret.key'), { recursive: true });
      expect(await refused('data')).toMatch(/data\/secret\.key is a folder and must be a file; remove it\. Example: /);
      expect(await refused('dangling')).toContain('/dangling is not a folder');
      expect(await refused('n'.repeat(300))).toContain('longer than the file system allows');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  (process.platform === 'linux' ? it : it.skip)('for a folder on a file system that makes none, and ends', async () => {
    expect(await failure({ DATA_DIR: '/proc/latchkey/data' })).toMatch(
      /^DATA_DIR cannot be used: no folder can be made in \/proc\. Example: /,
    );
  });

  it('for a file of settings that cannot be read', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-folder-'));
    mkdirSync(path.join(folder, '.env'));
    expect(await failure({}, folder)).toMatch(/^the file \.env cannot be read \(EISDIR\); /);
    rmSync(folder, { recursive: true });
  });

  it('for a database that nothing serves', async () => {
    const DATABASE_URL = `postgresql://u:hunter2@127.0.0.1:${String(await freePort())}/latchkey`;
    const message = await failure({ DATABASE_URL, SECRET_KEY });
    expect(message).toMatch(
      /^the database 127.0.0.1:\d+\/latchkey cannot be used: nothing listens there; check DATABASE_URL$/,
    );
  });

  it('for a wrong database password', async () => {
    const database = await createDatabase();
    const DATABASE_URL = Object.assign(new URL(database.url), { password: 'wrong' }).href;
    expect(await failure({ DATABASE_URL, SECRET_KEY })).toContain('it refused the user name or password');
    await database.drop();
  });

  describe('for a database', () => {
    let database: TestDatabase;
    beforeEach(async () => {
      database = await createDatabase();
    });
    afterEach(() => database.drop());
    const refusal = (DATABASE_URL = database.url) => failure({ DATABASE_URL, SECRET_KEY });
    const applied = (logs: string | null) =>
      database.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, logs)
         VALUES ('1', '', '20990101000000_later', now(), $1)`,
        [logs],
      );

    it('of another secret key, before and after it knew the fingerprint', async () => {
      const env = { DATABASE_URL: database.url, SECRET_KEY };
      await (await start({ env })).kill('SIGTERM');
      const other = { DATABASE_URL: database.url, SECRET_KEY: SECRET_KEY.replace('kq3', 'abc') };
      expect(await failure(other)).toMatch(
        /^SECRET_KEY is not the key of this database, .* fingerprint [0-9a-f]{16}; .* fingerprint [0-9a-f]{16}\. Set /,
      );
      await database.query('UPDATE signing_keys SET sealed_with = NULL'); // as earlier releases wrote them
      await database.query('DELETE FROM secret_key_marks');
      expect(await failure(other)).toMatch(/^SECRET_KEY is not the key of this database, .* does not open; /);
      await start({ env });
      expect(await database.query('SELECT FROM secret_key_marks')).toHaveLength(1);
    });

    it('of a newer release that this one does not run on', async () => {
      await applied('contract');
      expect(await refusal()).toMatch(
        /^DATABASE_URL names a database of a newer release \(20990101000000_later\), .*; start that release$/,
      );
    });

    it('unless the newer release only added to it, which is said', async () => {
      await applied('expand');
      const server = await start({ env: { DATABASE_URL: database.url, SECRET_KEY } });
      await eventually(
        () => server.output,
        (output) => expect(output).toContain('20990101000000_later of a newer release'),
      );
    });

    it('that is read-only', async () => {
      const { pathname } = new URL(database.url);
      await database.query(`ALTER DATABASE ${pathname.slice(1)} SET default_transaction_read_only = on`);
      expect(await refusal()).toMatch(/^DATABASE_URL names a database that is read-only; set /);
    });

    it('whose change feed cannot be read, and logs no stack either', async () => {
      const role = `role_${new URL(database.url).pathname.slice(1)}`;
      await database.query(
        `CREATE ROLE ${role} LOGIN PASSWORD 'hunter2'; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role};
         GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role}; REVOKE ALL ON change_feed FROM ${role}`,
      );
      const DATABASE_URL = Object.assign(new URL(database.url), { username: role, password: 'hunter2' }).href;
      try {
        expect(await failure({ DATABASE_URL, SECRET_KEY, LOG_LEVEL: 'info' })).toMatch(
          /^the database \S+ cannot be used: the user may not do this there; GRANT .*; check DATABASE_URL$/,
        );
      } finally {
        await database.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      }
    });

    it('of another program, or one that lets no connection in', async () => {
      const name = `${new URL(database.url).pathname.slice(1)}_other`;
      await database.query(`CREATE DATABASE ${name} TEMPLATE template0`);
      const url = Object.assign(new URL(database.url), { pathname: `/${name}` }).href;
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('CREATE TABLE users (id int)');
      await client.end();
      expect(await refusal(url)).toMatch(
        /^migration \w+ failed: relation "users" already exists; DATABASE_URL must name a database of its own$/,
      );
      await database.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      expect(await refusal(url)).toMatch(
        /cannot be used: database "\w+" is not currently accepting connections; check DATABASE_URL$/,
      );
      await database.query(`DROP DATABASE ${name}`);
    });

    it('with another encoding, or a file that is not there', async () => {
      const name = `${new URL(database.url).pathname.slice(1)}_ascii`;
      await database.query(`CREATE DATABASE ${name} ENCODING SQL_ASCII LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`);
      const ascii = Object.assign(new URL(database.url), { pathname: `/${name}` }).href;
      expect(await refusal(ascii)).toMatch(/^DATABASE_URL names a database with the encoding SQL_ASCII; create one /);
      await database.query(`DROP DATABASE ${name}`);
      const file = Object.assign(new URL(database.url), {
        search: '?sslmode=verify-full&sslrootcert=/nowhere.pem',
      }).href;
      expect(await refusal(file)).toContain('cannot be used: the file /nowhere.pem cannot be read');
    });
  });

  it('for an embedded database of a newer release', async () => {
    const first = await start();
    const client = new pg.Client({ connectionString: runningEmbeddedPostgres(`${first.folder}/data`) });
    await client.connect();
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, logs)
       VALUES ('1', '', '20990101000000_later', now(), 'contract')`,
    );
    await client.end();
    await first.kill('SIGTERM');
    expect(await failure({}, first.folder)).toMatch(
      /^the embedded PostgreSQL in \S+ is a database of a newer release \(20990101000000_later\), .*; start that release$/,
    );
  });

  it('for a lost secret key', async () => {
    const first = await start();
    await first.kill('SIGTERM');
    rmSync(`${first.folder}/data/secret.key`);
    expect(await failure({}, first.folder)).toMatch(/secret\.key is missing .* restore it from your backup$/);
  });
});

describe('SIGTERM', () => {
  it('turns readiness off, finishes requests in flight and exits with 0', async () => {
    const server = await start({ env: { SHUTDOWN_DELAY: '5' } });
    await eventually(
      () => server.output,
      (value) => expect(value).toContain('Password:'),
    );
    const begun = await Promise.all(Array.from({ length: 10 }, () => requestInFlight(server.baseUrl)));
    const exit = server.kill('SIGTERM');
    await eventually(
      async () => (await fetch(`${server.baseUrl}/health/ready`)).status,
      (value) => expect(value).toBe(503),
    );
    // a load balancer that has not noticed yet still sends requests
    expect((await fetch(`${server.baseUrl}/.well-known/openid-configuration`)).status).toBe(200);
    expect(await Promise.all(begun.map((finish) => finish()))).toEqual(begun.map(() => 401));
    expect(await exit).toEqual({ code: 0, signal: null });
  });

  it.each([1, 2])('SIGINT and SIGHUP wait for no load balancer, with %d workers', async (workers) => {
    for (const signal of ['SIGINT', 'SIGHUP'] as const) {
      const server = await start({ env: { SHUTDOWN_DELAY: '7', WORKERS: String(workers) } });
      await eventually(
        () => server.output,
        (value) => expect(value).toContain('Latchkey listens on'),
      );
      const exit = server.kill(signal);
      const closed = () =>
        fetch(`${server.baseUrl}/health/live`).then(
          ({ status }) => status,
          () => 'closed',
        );
      await eventually(closed, (value) => expect(value).toBe('closed'), { timeout: 6500, interval: 20 });
      expect(await exit).toEqual({ code: 0, signal: null });
    }
  });

  it('ends the embedded database with the server', async () => {
    const server = await start();
    await server.kill('SIGTERM');
    expect(existsSync(`${server.folder}/data/postgresql/postmaster.pid`)).toBe(false);
    expect(existsSync(`${server.folder}/data/latchkey.lock`)).toBe(false);
  });
});
