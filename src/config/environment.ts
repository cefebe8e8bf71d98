import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The environment; the `.env` file of the current folder, if there is one, supplies what it lacks. */
export function readEnvironment(file = '.env'): Record<string, string | undefined> {
  return { ...fromFile(file), ...process.env };
}

function fromFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
