import { InvalidRequest } from './refusal.js';

/** How many parameters one request may carry, and how long each may be, in UTF-16 units. */
const MAX_PARAMETERS = 64;
const MAX_VALUE = 16_384;

/**
 * The parameters of one request, from a form or a flat JSON object: names to strings, each at most once.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
export class Parameters {
  private constructor(private readonly values: ReadonlyMap<string, string>) {}

  static readonly none = new Parameters(new Map());

  /** Parses `application/x-www-form-urlencoded`; throws `invalid_request` for what is not strictly that. */
  static fromForm(text: string): Parameters {
    const values = new Map<string, string>();
    if (text === '') return Parameters.none;
    const pairs = text.split('&', MAX_PARAMETERS + 1);
    if (pairs.length > MAX_PARAMETERS) throw new InvalidRequest(`More than ${String(MAX_PARAMETERS)} parameters`);
    for (const pair of pairs) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      add(values, name, equals < 0 ? '' : decode(pair.slice(equals + 1)));
    }
    return new Parameters(values);
  }

  /** Takes a parsed JSON body; every member must be a string. */
  static fromJson(body: unknown): Parameters {
    if (body === undefined) return Parameters.none;
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new InvalidRequest('The request body must be a JSON object');
    }
    const values = new Map<string, string>();
    for (const [name, value] of Object.entries(body)) {
      if (typeof value !== 'string') throw InvalidRequest.field(printable(name), 'must be a string');
      add(values, name, value);
    }
    return new Parameters(values);
  }

  /** The value; a parameter without a value counts as omitted (RFC 6749 section 3.1). */
  optional(name: string): string | undefined {
    const value = this.values.get(name);
    return value === '' ? undefined : value;
  }

  required(name: string): string {
    const value = this.optional(name);
    if (value === undefined) throw InvalidRequest.field(name, 'is required');
    return value;
  }

  /** Whether the parameter was sent at all, even empty. */
  has(name: string): boolean {
    return this.values.has(name);
  }

  get size(): number {
    return this.values.size;
  }

  names(): IterableIterator<string> {
    return this.values.keys();
  }

  /** Refuses every parameter but these, naming the stranger. */
  only(...known: readonly string[]): this {
    for (const name of this.values.keys()) {
      if (!known.includes(name)) throw InvalidRequest.field(printable(name), 'is not a parameter of this endpoint');
    }
    return this;
  }
}

function add(values: Map<string, string>, name: string, value: string): void {
  if (values.size >= MAX_PARAMETERS) throw new InvalidRequest(`More than ${String(MAX_PARAMETERS)} parameters`);
  if (values.has(name)) throw InvalidRequest.field(printable(name), 'is given more than once');
  if (value.length > MAX_VALUE) {
    throw InvalidRequest.field(printable(name), `is longer than ${String(MAX_VALUE)} characters`);
  }
  if (value.includes('\0')) throw InvalidRequest.field(printable(name), 'contains a NUL character');
  if (!value.isWellFormed()) throw InvalidRequest.field(printable(name), 'is not well-formed Unicode');
  values.set(name, value);
}

function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new InvalidRequest('The form body is not valid percent-encoded UTF-8');
  }
}

/** A name a client made up, cut and stripped so that it can stand in an answer. */
export function printable(name: string): string {
  const plain = name
    .slice(0, 64)
    .replace(/[^\x20-\x7e]/g, '?')
    .replace(/["\\]/g, "'");
  return plain === '' ? '(empty name)' : plain;
}
