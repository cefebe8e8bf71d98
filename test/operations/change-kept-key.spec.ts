import { copyFileSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CommandEnd, runAdmin } from '../support/admin-command.js';
import { freePort } from '../support/free-port.js';
import { postForm } from '../support/http.js';
import { LatchkeyProcess } from '../support/process.js';

const EMAIL = 'admin@localhost';
const PASSWORD = 'correct horse battery staple';

describe('a change of the key that lies in the data folder', () => {
  let server: LatchkeyProcess;
  let env: Record<string, string>;
  let file: string;
  let former: string;

  beforeAll(async () => {
    const port = String(await freePort());
    env = { PORT: port, ISSUER: `http://localhost:${port}`, LOG_LEVEL: 'warn', ADMIN_PASSWORD: PASSWORD };
    server = await LatchkeyProcess.start({ env });
    file = path.join(server.folder, 'data', 'secret.key');
    former = readFileSync(file, 'utf8');
  });
  afterAll(() => server.remove());

  const change = (): Promise<CommandEnd> => runAdmin(server.folder, env, 'change-secret-key').ended;

  /** Starts, signs in and stops: what was sealed is opened. */
  async function works(): Promise<void> {
    server = await LatchkeyProcess.start({ env, folder: server.folder });
    const login = { username: EMAIL, password: PASSWORD };
    expect((await postForm(`${server.baseUrl}/api/v1/login/access-token`, login)).status).toBe(200);
    await server.kill('SIGTERM');
  }

  it('is refused while the server runs', async () => {
    const { status, stderr } = await change();
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^another Latchkey \(process \d+\) is running on /)]);
    expect(readFileSync(file, 'utf8')).toBe(former);
    await server.kill('SIGTERM');
  });

  it('makes one, in the place of the former', async () => {
    const { status, stdout, stderr } = await change();
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`The new key is in ${file}. Start the server.`);
    expect(readFileSync(file, 'utf8')).not.toBe(former);
    expect(stdout).not.toContain(readFileSync(file, 'utf8'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.new`)).toBe(false);
    await works();
  });

  it('that was interrupted after the database was changed is ended by the next start', async () => {
    const next = readFileSync(file, 'utf8');
    renameSync(file, `${file}.new`);
    writeFileSync(file, former);
    await works();
    expect([readFileSync(file, 'utf8'), existsSync(`${file}.new`)]).toEqual([next, false]);
  });

  it('that was interrupted before is undone by the next start, or begun again', async () => {
    const present = readFileSync(file, 'utf8');
    copyFileSync(file, `${file}.kept`);
    writeFileSync(`${file}.new`, 'kq3Jx0m8aVtW5uZr2cYd7gPf9hLb1nSe4oQi6TyUvXw=');
    await works();
    expect([readFileSync(file, 'utf8'), existsSync(`${file}.new`)]).toEqual([present, false]);
    writeFileSync(`${file}.new`, 'kq3Jx0m8aVtW5uZr2cYd7gPf9hLb1nSe4oQi6TyUvXw=');
    expect((await change()).status).toBe(0);
    await works();
  });
});
