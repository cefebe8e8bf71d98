import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';

/** The environment, over the `.env` file of the current folder if there is one. */
export function readEnvironment(file = '.env'): Record<string, string | undefined> {
  return { ...fromFile(file), ...process.env };
}

function fromFile(file: string): Record<string, string> {
  try {
    return parse(readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
