/**
 * How PostgreSQL is told where its data is. On Linux as its own working folder, which Node opens for it before it
 * drops root's rights: so the data may lie under folders that the account itself could not enter.
 */
export function dataArgument(data: string): string {
  return process.platform === 'linux' ? '/proc/self/cwd' : data;
}

/** None of the server's own settings and secrets. */
export function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP, TMP } = process.env;
  return { PATH, SystemRoot, TEMP, TMP, LC_ALL: 'C', TZ: 'UTC' };
}
