import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { LatchkeyProcess, refusalToStart } from '../support/process.js';

const isRoot = process.getuid?.() === 0;
/** Containers may be root and still not mount. */
const mounts = isRoot && spawnSync('unshare', ['--mount', 'true']).status === 0;
/** Stands in no list of users, as the user ids that OpenShift and `docker run --user` choose. */
const NAMELESS = { uid: 123_456, gid: 0 };
const ADMIN_PASSWORD = 'the same as the first time';

function walk(entry: string, act: (entry: string) => void): void {
  act(entry);
  const found = lstatSync(entry);
  if (found.isDirectory()) for (const name of readdirSync(entry)) walk(path.join(entry, name), act);
}

const modeOf = (entry: string) => statSync(entry).mode & 0o7777;

(isRoot ? describe : describe.skip)('DATA_DIR on a volume (needs root, to be several users)', () => {
  let folder: string;
  let data: string;

  beforeEach(() => {
    folder = mkdtempSync('/var/tmp/latchkey-volume-');
    data = path.join(folder, 'data');
    chmodSync(folder, 0o755);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const env = { ADMIN_PASSWORD };
  const refusal = (account: { uid: number; gid: number }) => refusalToStart({ folder, account });

  async function signsIn(account?: { uid: number; gid: number }): Promise<void> {
    const server = await LatchkeyProcess.start({ folder, account, env });
    const login = await fetch(`${server.baseUrl}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin@localhost', password: ADMIN_PASSWORD }),
    });
    expect(login.status).toBe(200);
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  }

  it.each([
    ['that belongs to it', NAMELESS.uid, 0o700],
    ['that belongs to root and is open to its group', 0, 0o2770],
  ])('serves a user id without a name, on a folder %s', async (_, owner, mode) => {
    mkdirSync(data);
    chownSync(data, owner, 0);
    chmodSync(data, mode);
    await signsIn(NAMELESS);
    expect(readdirSync(data).filter((name) => /new|programs/.test(name))).toEqual([]);
  });

  const damages: [string, (entry: string) => void][] = [
    ['opened to its group', (entry) => chmodSync(entry, lstatSync(entry).isDirectory() ? 0o2770 : 0o660)],
    ['opened to all', (entry) => chmodSync(entry, lstatSync(entry).isDirectory() ? 0o755 : 0o644)],
    ['closed to writers', (entry) => chmodSync(entry, lstatSync(entry).isDirectory() ? 0o500 : 0o400)],
  ];

  it.each([
    ['root', undefined, [...damages, ['restored by root', (entry: string) => chownSync(entry, 0, 0)] as const]],
    ['an ordinary user', { uid: 65_534, gid: 65_534 }, damages],
  ])('of %s is mended after it was opened, closed or restored', async (_, account, all) => {
    mkdirSync(data);
    if (account) chownSync(data, account.uid, account.gid);
    await signsIn(account);
    for (const [, damage] of all) {
      walk(path.join(data, 'postgresql'), damage);
      for (const name of ['secret.key', 'postgresql.password']) damage(path.join(data, name));
      await signsIn(account);
      expect(modeOf(path.join(data, 'postgresql'))).toBe(0o700);
      expect(modeOf(path.join(data, 'secret.key')) & 0o077).toBe(0);
    }
  });

  it('names folder, owner, mode and command where it may not mend them', async () => {
    await signsIn();
    chownSync(data, NAMELESS.uid, 0);
    for (const name of readdirSync(data)) if (name !== 'postgresql') chownSync(path.join(data, name), NAMELESS.uid, 0);
    const postgresql = path.join(data, 'postgresql');
    for (const mode of [0o700, 0o770]) {
      chmodSync(postgresql, mode);
      const line = await refusal(NAMELESS);
      const rights = mode.toString(8).padStart(4, '0');
      expect(line).toContain(`${postgresql} belongs to user 65534 with mode ${rights}`);
      expect(line).toContain(`run: chown -R 123456 ${postgresql}`);
    }
  });

  it('never takes a closed folder for an empty one', async () => {
    await signsIn();
    const secret = statSync(path.join(data, 'secret.key')).ino;
    for (const mode of [0o000, 0o711, 0o777]) {
      chmodSync(data, mode);
      expect(await refusal(NAMELESS)).toMatch(
        /^DATA_DIR cannot be used: .* belongs to user \d+ with mode \d{4}.*; run: chown -R 123456 /,
      );
    }
    expect(statSync(path.join(data, 'secret.key')).ino).toBe(secret);
    await signsIn();
  });

  it('that cannot be made gives the folder above it to no other user', async () => {
    mkdirSync(data, { mode: 0o755 });
    const missing = path.join(data, 'some', 'where');
    const line = await refusalToStart({ folder, env: { ...env, DATA_DIR: missing }, account: NAMELESS });
    expect(line).toContain(`${data} belongs to user 0 with mode 0755`);
    expect(line).toContain(`run: install -d -m 700 -o 123456 ${missing}. Example: `);
  });

  it('is not made new where files are left of an old one', async () => {
    await signsIn();
    rmSync(path.join(data, 'postgresql', 'PG_VERSION'));
    expect(await refusalToStart({ folder })).toMatch(
      /postgresql holds files but no PG_VERSION: restore it from a backup/,
    );
  });

  (mounts ? it : it.skip)('is not ready while its disk is full (needs to mount one)', async () => {
    mkdirSync(data);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'latchkey-test', data]);
    try {
      const server = await LatchkeyProcess.start({ folder, env });
      const ready = async () => (await fetch(`${server.baseUrl}/health/ready`)).text();
      const filler = path.join(data, 'filler');
      expect(() => writeFileSync(filler, Buffer.alloc(200 * 2 ** 20, 1))).toThrow('no space left');
      await eventually(ready, (text) => expect(text).toContain('there is no room left on the disk'));
      rmSync(filler);
      await eventually(ready, (text) => expect(text).toContain('"ready"'));
      await server.kill('SIGTERM');
    } finally {
      execFileSync('umount', ['--lazy', data]);
    }
  });

  it('with the lock of another user in it is refused and not waited for', async () => {
    mkdirSync(data);
    chownSync(data, NAMELESS.uid, 0);
    writeFileSync(path.join(data, 'latchkey.lock'), '{}', { mode: 0o600 });
    expect(await refusal(NAMELESS)).toContain(`run: chown -R 123456 ${path.join(data, 'latchkey.lock')}`);
  });
});
