import { isUtf8 } from 'node:buffer';
import { InvalidRequest, Refusal } from './refusal.js';
import { printable } from './parameters.js';

const MAX_DEPTH = 16;

/**
 * Parses a JSON body more strictly than JSON.parse: valid UTF-8, no member twice (RFC 8259 section 4 leaves open
 * which one counts), no `__proto__`, no NUL or lone surrogate in a string, bounded depth. Empty is undefined.
 */
export function parseStrictJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw new Refusal('malformed_json', 'The request body is not valid UTF-8');
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Refusal('malformed_json', 'The request body is not valid JSON', { cause });
  }
  inspect(text);
  return value;
}

/** One pass over the text of a document that JSON.parse has accepted. */
function inspect(text: string): void {
  /** For each open object the members so far; for an array, null. */
  const open: (Set<string> | null)[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '{' || character === '[') {
      if (open.length === MAX_DEPTH) throw new InvalidRequest(`JSON nested deeper than ${String(MAX_DEPTH)} levels`);
      open.push(character === '{' ? new Set() : null);
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const start = i;
      i = endOfString(text, i);
      const string = readString(text.slice(start, i + 1));
      if (isMemberName(text, i)) note(open.at(-1), string);
    }
  }
}

function endOfString(text: string, quote: number): number {
  let i = quote + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

function readString(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  const string = JSON.parse(literal) as string;
  if (string.includes('\0')) throw new InvalidRequest('The request body contains a NUL character');
  if (!string.isWellFormed()) throw new InvalidRequest('The request body is not well-formed Unicode');
  return string;
}

function isMemberName(text: string, closingQuote: number): boolean {
  let i = closingQuote + 1;
  while (text[i] === ' ' || text[i] === '\n' || text[i] === '\r' || text[i] === '\t') i++;
  return text[i] === ':';
}

function note(members: Set<string> | null | undefined, name: string): void {
  if (!members) return;
  if (name === '__proto__') throw InvalidRequest.field('__proto__', 'is not a name this server takes');
  if (members.has(name)) throw InvalidRequest.madeUp('is given more than once', printable(name));
  members.add(name);
}
