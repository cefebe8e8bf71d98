import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Binaries } from './binaries.js';

/** What the programs call, as their symbol tables spell it, and a function of libc whose answer has the same form. */
const NAME_OF_USER = '\0getpwuid\0';
const FIRST_NAME = '\0getpwent\0';

/**
 * initdb, and the PostgreSQL that it drives, end where the operating system has no name for their user id, as in
 * containers that choose one. They only ask that there is a name: `-U` says which is used. So a cluster is made there
 * by copies that ask for the first name there is (docs/adr/0001). The copies lie in `folder` while `work` runs.
 */
export async function withoutAName<T>(
  { initdb, postgres }: Binaries,
  folder: string,
  work: (initdb: string) => Promise<T>,
): Promise<T> {
  const programs = path.join(folder, 'bin');
  const home = path.dirname(path.dirname(initdb));
  rmSync(folder, { recursive: true, force: true });
  try {
    mkdirSync(programs, { recursive: true });
    for (const beside of ['lib', 'share']) symlinkSync(path.join(home, beside), path.join(folder, beside));
    for (const program of [initdb, postgres]) copyAsking(program, programs);
    return await work(path.join(programs, path.basename(initdb)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyAsking(program: string, folder: string): void {
  const code = readFileSync(program);
  const at = code.indexOf(NAME_OF_USER);
  if (at !== -1) code.write(FIRST_NAME, at, 'latin1');
  writeFileSync(path.join(folder, path.basename(program)), code, { mode: 0o755 });
}
