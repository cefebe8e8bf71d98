import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The file of settings is there and cannot be read. One line. */
export class EnvironmentFileFault extends Error {}

/** The environment; the `.env` file of the current folder, if there is one, supplies what it lacks or has empty. */
export function readEnvironment(file = '.env'): Record<string, string | undefined> {
  const lines = fromFile(file);
  const given = Object.entries(process.env).filter(([name, value]) => value !== '' || !(name in lines));
  return { ...lines, ...Object.fromEntries(given) };
}

function fromFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(textOf(readFileSync(file)));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new EnvironmentFileFault(`the file ${file} cannot be read (${code}); mend its rights, or move it away`);
  }
}

/** Editors and shells of Windows begin a file with a mark of its encoding, and some write two bytes for each character. */
function textOf(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes);
}
