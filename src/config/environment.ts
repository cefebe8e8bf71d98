import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { isSecretSetting } from './settings.js';

/** The file of settings is there and cannot be read. One line. */
export class EnvironmentFileFault extends Error {}

/** The environment; the `.env` file of the current folder, if there is one, supplies what it lacks or has empty. */
export function readEnvironment(file = '.env'): Record<string, string | undefined> {
  const lines = fromFile(file);
  const given = Object.entries(process.env).filter(([name, value]) => value !== '' || !(name in lines));
  return { ...lines, ...Object.fromEntries(given) };
}

function fromFile(file: string): NodeJS.Dict<string> {
  let text: string;
  try {
    text = textOf(readFileSync(file));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new EnvironmentFileFault(`the file ${file} cannot be read (${code}); mend its rights, or move it away`);
  }
  const lines = parseEnv(text);
  const name = cutSecret(text, lines);
  if (name === undefined) return lines;
  throw new EnvironmentFileFault(
    `${file} ends the value of ${name} at a # that stands in it; write the value in quotation marks`,
  );
}

/** A line without quotation marks: its name, what is before the first `#`, and what is behind it. */
const WITH_HASH = /^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=(?![ \t]*["'`])([^#\r\n]*)#(.*)$/gm;

/** A comment begins at any `#`: the name of a secret that has one in its midst. */
function cutSecret(text: string, lines: NodeJS.Dict<string>): string | undefined {
  return [...text.matchAll(WITH_HASH)].find(([, name = '', before = '', behind = '']) => {
    const isCut = before === '' ? /^\S/.test(behind) : /\S$/.test(before);
    return isCut && isSecretSetting(name) && lines[name] === before.trim();
  })?.[1];
}

/** Editors and shells of Windows begin a file with a mark of its encoding, and some write two bytes for each character. */
function textOf(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes);
}
