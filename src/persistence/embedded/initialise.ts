import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Account } from './os-account.js';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresFault } from './embedded-postgres-fault.js';
import { isThere } from './folder-rights.js';
import { withoutAName } from './programs-without-a-name.js';
import { dataArgument, environment } from './postgres-environment.js';

export const SUPERUSER = 'latchkey';

/** Where the host has set some aside and the container may have none, PostgreSQL would take one and die of it (SIGBUS). */
export const NO_HUGE_PAGES = 'huge_pages=off';

/** How initdb ends where its user id has no name. */
const NO_NAME = 'could not look up effective user ID';

/** Creates the database cluster, in a folder of its own that takes its name only when it is whole. */
export async function initialise(
  binaries: Binaries,
  data: string,
  password: string,
  account: Account | undefined,
): Promise<void> {
  if (isThere(path.join(data, 'PG_VERSION'))) return;
  if (isThere(data) && readdirSync(data).length > 0)
    throw new EmbeddedPostgresFault(data, 'holds files but no PG_VERSION: restore it from a backup, or move it away');
  const partial = `${data}.new`;
  const make = (initdb: string) => makeIn(partial, initdb, password, account);
  let complaint = await make(binaries.initdb);
  if (complaint?.includes(NO_NAME)) complaint = await withoutAName(binaries, `${data}.programs`, make);
  if (complaint !== undefined) throw new EmbeddedPostgresFault(data, `could not be created: ${complaint}`);
  renameSync(partial, data);
}

/** Undefined when the cluster was made, otherwise what initdb said. */
async function makeIn(
  folder: string,
  initdb: string,
  password: string,
  account: Account | undefined,
): Promise<string | undefined> {
  const passwordFile = `${folder}.password`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const entry of [folder, passwordFile]) chownSync(entry, account.uid, account.gid);
  const handle = openSync(passwordFile, 'r');
  try {
    return await run(initdb, folder, account, process.platform === 'win32' ? passwordFile : '/dev/stdin', handle);
  } finally {
    closeSync(handle);
    unlinkSync(passwordFile);
  }
}

async function run(
  initdb: string,
  folder: string,
  account: Account | undefined,
  passwordFile: string,
  stdin: number,
): Promise<string | undefined> {
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
      '-c',
      NO_HUGE_PAGES,
    ],
    { ...account, cwd: folder, env: environment(), stdio: [stdin, 'ignore', 'pipe'] },
  );
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  return code === 0 ? undefined : complaint;
}
