import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Account } from './account.js';
import { dataArgument, environment } from './postmaster.js';

export const SUPERUSER = 'latchkey';

/** Creates the database cluster, in a folder of its own that takes its name only when it is whole. */
export async function initialise(
  initdb: string,
  data: string,
  password: string,
  account: Account | undefined,
): Promise<void> {
  if (existsSync(path.join(data, 'PG_VERSION'))) return;
  const partial = `${data}.new`;
  const passwordFile = `${data}.password.new`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const entry of [partial, passwordFile]) chownSync(entry, account.uid, account.gid);
  const handle = openSync(passwordFile, 'r');
  try {
    await run(initdb, partial, account, process.platform === 'win32' ? passwordFile : '/dev/stdin', handle);
  } finally {
    closeSync(handle);
    unlinkSync(passwordFile);
  }
  renameSync(partial, data);
}

async function run(
  initdb: string,
  folder: string,
  account: Account | undefined,
  passwordFile: string,
  stdin: number,
): Promise<void> {
  const child = spawn(
    initdb,
    [
      '-D',
      dataArgument(folder),
      '-U',
      SUPERUSER,
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
    ],
    { ...account, cwd: folder, env: environment(), stdio: [stdin, 'ignore', 'pipe'] },
  );
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`the embedded PostgreSQL could not be created: ${complaint.trim()}`);
}
