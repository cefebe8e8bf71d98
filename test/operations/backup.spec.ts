import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BackupFault } from '../../src/persistence/embedded/backup-fault.js';
import { restore } from '../../src/persistence/embedded/restore.js';
import { freePort } from '../support/free-port.js';
import { postForm } from '../support/http.js';
import { LatchkeyProcess } from '../support/process.js';

const COMMAND = fileURLToPath(new URL('../../dist/admin.js', import.meta.url));
const EMAIL = 'admin@localhost';
const PASSWORD = 'correct horse battery staple';
const FILES = ['backup.json', 'database.tar', 'postgresql.password', 'secret.key'];

interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

describe('npm run backup and npm run restore', () => {
  let folder: string;
  let env: Record<string, string>;
  let server: LatchkeyProcess;
  let backup: string;
  let refreshToken: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'latchkey-backup-'));
    const port = String(await freePort());
    env = { PORT: port, ISSUER: `http://localhost:${port}`, LOG_LEVEL: 'warn' };
    server = await LatchkeyProcess.start({ env: { ...env, ADMIN_PASSWORD: PASSWORD }, folder });
    refreshToken = await logIn();
  });
  afterAll(() => server.remove());

  function run(words: string[], more: Record<string, string> = {}): Promise<Outcome> {
    const { PATH, HOME } = process.env;
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [COMMAND, ...words],
        { cwd: folder, env: { PATH, HOME, ...env, ...more } },
        (error, stdout, stderr) => {
          resolve({ status: Number(error?.code ?? 0), stdout, stderr: stderr.trim() });
        },
      );
    });
  }

  async function logIn(): Promise<string> {
    const answer = await postForm(`${server.baseUrl}/api/v1/auth/password`, { username: EMAIL, password: PASSWORD });
    expect(answer.status).toBe(200);
    return (answer.json as { refresh_token: string }).refresh_token;
  }

  async function refresh(token: string): Promise<string> {
    const answer = await postForm(`${server.baseUrl}/api/v1/auth/refresh`, { refresh_token: token });
    expect(answer.status).toBe(200);
    return (answer.json as { refresh_token: string }).refresh_token;
  }

  /** Why the backup is not restored, in one line; the empty folder it was meant for stays empty. */
  async function refusal(of: string, secretKey?: string): Promise<string> {
    const dataDir = path.join(folder, 'empty');
    const restored = restore({ backup: of, dataDir, secretKey, progress: () => undefined });
    const error = await restored.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(BackupFault);
    const { message } = error as BackupFault;
    expect(message).not.toContain('\n');
    expect(existsSync(dataDir) ? readdirSync(dataDir) : []).toEqual([]);
    return message;
  }

  /** A copy of the backup. */
  function copyOf(name: string, files = FILES): string {
    const copy = path.join(folder, name);
    mkdirSync(copy);
    for (const file of files) copyFileSync(path.join(backup, file), path.join(copy, file));
    return copy;
  }

  it('makes a folder for its owner alone, while clients write', async () => {
    let token = await logIn();
    let writes = 0;
    const outcome: Partial<Outcome> = {};
    const backingUp = run(['backup', 'kept']).then((ended) => Object.assign(outcome, ended));
    for (; outcome.status === undefined; writes++) token = await refresh(token);
    const { status, stdout } = await backingUp;
    backup = path.join(folder, 'kept', readdirSync(path.join(folder, 'kept'))[0] ?? '');
    expect(status).toBe(0);
    expect(writes).toBeGreaterThan(5);
    expect(stdout).toMatch(/^Backing up: \d+ MB, 0 %$/m);
    expect(stdout).toContain(`Backed up to ${backup}\n`);
    expect(readdirSync(backup).sort()).toEqual(FILES);
    expect(statSync(backup).mode & 0o777).toBe(0o700);
    for (const file of FILES) expect(statSync(path.join(backup, file)).mode & 0o777).toBe(0o600);
  });

  it('holds no key that is set outside, and says so; refuses another key than that of the database', async () => {
    const secretKey = readFileSync(path.join(folder, 'data', 'secret.key'), 'utf8');
    const { status, stdout } = await run(['backup', 'without-key'], { SECRET_KEY: secretKey });
    expect(status).toBe(0);
    const { key_fingerprint: fingerprint } = JSON.parse(readFileSync(path.join(backup, 'backup.json'), 'utf8')) as {
      key_fingerprint: string;
    };
    expect(stdout).toContain(`SECRET_KEY is set outside: keep that one, too. Its fingerprint is ${fingerprint}.`);
    const [made = ''] = readdirSync(path.join(folder, 'without-key'));
    expect(readdirSync(path.join(folder, 'without-key', made)).sort()).toEqual(
      FILES.filter((file) => file !== 'secret.key'),
    );
    const other = 'another key, which has thirty-two characters';
    const refused = await run(['backup', 'refused'], { SECRET_KEY: other });
    expect(refused.stderr).toMatch(/^the key has the fingerprint .*set SECRET_KEY as the server has it$/);
    expect(readdirSync(path.join(folder, 'refused'))).toEqual([]);
    expect(await refusal(path.join(folder, 'without-key', made), other)).toContain(
      `the backup was made with the key ${fingerprint}`,
    );
  });

  it('says in one line what a backup lacks, and leaves the folder empty', async () => {
    const withoutKey = copyOf(
      'key-lost',
      FILES.filter((file) => file !== 'secret.key'),
    );
    expect(await refusal(withoutKey)).toContain(
      'key-lost has no secret.key, without which its database cannot be read',
    );
    const unfinished = copyOf('unfinished', ['database.tar']);
    expect(await refusal(unfinished)).toContain('is no whole backup: backup.json cannot be read');
    const archive = readFileSync(path.join(backup, 'database.tar'));
    const cut = copyOf('cut');
    writeFileSync(path.join(cut, 'database.tar'), archive.subarray(0, 100_000));
    expect(await refusal(cut)).toContain('database.tar has 100000 bytes in place of');
    const changed = copyOf('changed');
    archive.write('x', archive.length - 600_000);
    writeFileSync(path.join(changed, 'database.tar'), archive);
    expect(await refusal(changed)).toContain('is not what was backed up: its SHA-256 differs');
  });

  it('refuses a running server, a folder with files, and a PostgreSQL of its own', async () => {
    const running = await run(['restore', backup]);
    expect(running.stderr).toMatch(/^another Latchkey \(process \d+\) is running on .*; stop it, or set DATA_DIR$/);
    const full = restore({
      backup,
      dataDir: path.join(folder, 'kept'),
      secretKey: undefined,
      progress: () => undefined,
    });
    await expect(full).rejects.toThrow(/kept is not empty; move it away, or set DATA_DIR to an empty folder$/);
    const named = { DATABASE_URL: 'postgresql://localhost/latchkey', SECRET_KEY: 'Tq8vXw2LrN4mZp6KdYb1sHcJ9gFeUa3o' };
    expect((await run(['backup'], named)).stderr).toContain('use pg_dump (docs/guides/backup-and-restore.md)');
  });

  it('restores what was backed up: sign-ins, refresh tokens, and with them the key', async () => {
    await server.kill('SIGTERM');
    rmSync(path.join(folder, 'data'), { recursive: true });
    const { status, stdout } = await run(['restore', backup]);
    expect(status).toBe(0);
    expect(stdout).toContain(`Restored the backup of `);
    server = await LatchkeyProcess.start({ env, folder });
    await refresh(refreshToken);
    await refresh(await logIn());
  });
});
