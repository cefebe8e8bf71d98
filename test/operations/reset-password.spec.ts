import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../../src/clock/clock.js';
import { Authenticator } from '../support/authenticator.js';
import { createDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { bearer, call, postForm } from '../support/http.js';
import { administrator, signedIn } from '../support/management.js';
import { LatchkeyProcess } from '../support/process.js';
import { ADMINISTRATOR, startLatchkey } from '../support/server.js';

const COMMAND = fileURLToPath(new URL('../../dist/admin.js', import.meta.url));
const EMAIL = 'admin@localhost';
const PASSWORD = 'correct horse battery staple';

function run(cwd: string, env: Record<string, string>, ...args: string[]) {
  const { PATH, HOME } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr, password: /is now: (\S+)/.exec(stdout)?.[1] ?? '' };
}

const logIn = (baseUrl: string, username: string, password: string) =>
  postForm(`${baseUrl}/api/v1/login/access-token`, { username, password });

describe('npm run admin -- reset-password', () => {
  let server: LatchkeyProcess;
  let env: Record<string, string>;
  beforeAll(async () => {
    const port = String(await freePort());
    env = { PORT: port, ISSUER: `http://localhost:${port}`, LOG_LEVEL: 'warn' };
    server = await LatchkeyProcess.start({ env: { ...env, ADMIN_PASSWORD: PASSWORD } });
  });
  afterAll(() => server.remove());

  it('works beside a running server on the embedded database, and ends what the account had', async () => {
    const { access_token: token } = (await logIn(server.baseUrl, EMAIL, PASSWORD)).json as { access_token: string };
    const { status, password } = run(server.folder, env, 'reset-password', EMAIL.toUpperCase());
    expect(status).toBe(0);
    expect((await logIn(server.baseUrl, EMAIL, PASSWORD)).status).toBe(401);
    expect((await logIn(server.baseUrl, EMAIL, password)).status).toBe(200);
    await eventually(
      () => call(`${server.baseUrl}/api/v1/users/me`, { headers: bearer(token) }),
      (answer) => {
        expect(answer.status).toBe(401);
      },
    );
  });

  it('works while the server is stopped, and an ADMIN_PASSWORD that does not count is named at the next start', async () => {
    await server.kill('SIGTERM');
    const { password } = run(server.folder, env, 'reset-password', EMAIL);
    const { folder } = server;
    server = await LatchkeyProcess.start({ env: { ...env, ADMIN_PASSWORD: 'another one than before' }, folder });
    expect((await logIn(server.baseUrl, EMAIL, password)).status).toBe(200);
    await eventually(
      () => server.output,
      (output) => {
        expect(output).toContain('ADMIN_PASSWORD counts at the first start only');
        expect(output).toContain('npm run admin -- reset-password admin@localhost');
      },
    );
    expect(server.output).not.toContain('another one than before');
  });

  it('says what is wrong', () => {
    expect(run(server.folder, env, 'reset-password', 'unknown@example.com')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('There is no account unknown@example.com'),
    });
    expect(run(server.folder, env, 'reset')).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage') });
  });
});

describe('on a database that DATABASE_URL names', () => {
  it('works beside the server, and takes the second factor away where it is told to', async () => {
    const database = await createDatabase();
    const server = await startLatchkey({ database });
    const env = { DATABASE_URL: database.url, SECRET_KEY: server.settings.secretKey };
    const { status, password } = run('/', env, 'reset-password', ADMINISTRATOR.email);
    expect(status).toBe(0);
    expect((await logIn(server.baseUrl, ADMINISTRATOR.email, password)).status).toBe(200);

    const { api } = await signedIn(server, ADMINISTRATOR.email, password);
    await Authenticator.of(api, password, new Clock());
    const kept = run('/', env, 'reset-password', ADMINISTRATOR.email);
    expect(kept.stdout).toContain('Add --reset-factors');
    expect((await logIn(server.baseUrl, ADMINISTRATOR.email, kept.password)).text).toContain('second factor');
    const reset = run('/', env, 'reset-password', ADMINISTRATOR.email, '--reset-factors');
    expect(reset.status).toBe(0);
    await eventually(
      () => logIn(server.baseUrl, ADMINISTRATOR.email, reset.password),
      (answer) => {
        expect(answer.status).toBe(200);
      },
    );
    await server.stop();
    await database.drop();
  });

  // a thief with an administrator's session would keep its owner out for good
  it('says that an IP whitelist keeps the account out, and empties it where it is told to', async () => {
    const database = await createDatabase();
    const server = await startLatchkey({ database });
    const env = { DATABASE_URL: database.url, SECRET_KEY: server.settings.secretKey };
    const thief = await administrator(server);
    const network = '203.0.113.7/32';
    expect((await thief.api.post('ip-whitelist', { cidr: network, force: true })).status).toBe(201);

    const kept = run('/', env, 'reset-password', ADMINISTRATOR.email);
    expect([kept.status, kept.stdout]).toEqual([0, expect.stringContaining('Add --reset-whitelist')]);
    expect(kept.stdout).toContain(`from these networks only: ${network}`);
    expect((await logIn(server.baseUrl, ADMINISTRATOR.email, kept.password)).status).toBe(403);

    const reset = run('/', env, 'reset-password', ADMINISTRATOR.email, '--reset-factors', '--reset-whitelist');
    expect([reset.status, reset.stdout]).toEqual([0, expect.stringContaining('The IP whitelist is emptied')]);
    expect(reset.stdout).not.toContain('Add --reset-whitelist');
    await eventually(
      () => logIn(server.baseUrl, ADMINISTRATOR.email, reset.password),
      (answer) => {
        expect(answer.status).toBe(200);
      },
    );
    const events = await server.database.query(
      `SELECT actor_type, details->>'cidr' AS cidr FROM audit_events WHERE action = 'ip-whitelist.remove'`,
    );
    expect(events).toEqual([{ actor_type: 'system', cidr: network }]);
    await server.stop();
    await database.drop();
  });
});
