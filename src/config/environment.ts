import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The file of settings is there and cannot be read. One line. */
export class EnvironmentFileFault extends Error {}

/** The environment; the `.env` file of the current folder, if there is one, supplies what it lacks. */
export function readEnvironment(file = '.env'): Record<string, string | undefined> {
  return { ...fromFile(file), ...process.env };
}

function fromFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new EnvironmentFileFault(`the file ${file} cannot be read (${code}); mend its rights, or move it away`);
  }
}
