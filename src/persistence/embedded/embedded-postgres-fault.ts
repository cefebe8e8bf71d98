/** What PostgreSQL writes, and what an operator does about it. */
const MENDS: readonly (readonly [RegExp, string])[] = [
  [/No space left|quota exceeded/i, 'make room on its disk'],
  [/Read-only file system/i, 'mount it writable'],
  [
    /not compatible with this version|incompatible with server/i,
    'start the release that made it, and move the data with pg_dump',
  ],
  [
    /Permission denied|Operation not permitted|invalid permissions|wrong ownership/i,
    'give its owner all rights on it (chmod -R u+rwX)',
  ],
  [/Cannot allocate memory|could not create shared memory|could not map anonymous/i, 'give it more memory'],
  [
    /could not locate a valid checkpoint|invalid data in file|is corrupted|checksum/i,
    'restore the folder from a backup',
  ],
];

/** The embedded PostgreSQL cannot be made or started. The message names the folder and, where it is known, the mend. */
export class EmbeddedPostgresFault extends Error {
  constructor(folder: string, what: string) {
    const mend = MENDS.find(([pattern]) => pattern.test(what))?.[1] ?? 'look for the cause in what it says';
    super(`the embedded PostgreSQL in ${folder} ${what.trim()}; ${mend}, or set DATA_DIR or DATABASE_URL`);
  }
}
