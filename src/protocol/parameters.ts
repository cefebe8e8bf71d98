import { formDecoded } from './form-decoded.js';
import { InvalidRequest } from './refusal.js';

/** The maximum number of parameters of a request, and the maximum length of each in UTF-16 units. */
const MAX_PARAMETERS = 64;
const MAX_VALUE = 16_384;

/** RFC 8707 §2: "Multiple resource parameters MAY be used"; it is the one parameter that may come several times. */
const REPEATABLE = 'resource';
const MAX_REPEATED = 20;

/**
 * The parameters of one request, from a form or a flat JSON object: names to strings, each at most once but for
 * `resource`.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
export class Parameters {
  private constructor(
    private readonly values: ReadonlyMap<string, string>,
    /** Every value of the repeatable parameter after its first. */
    private readonly repeated: readonly string[] = [],
  ) {}

  static readonly none = new Parameters(new Map());

  /** Parses `application/x-www-form-urlencoded` strictly. @throws InvalidRequest */
  static fromForm(text: string): Parameters {
    const values = new Map<string, string>();
    const repeated: string[] = [];
    if (text === '') return Parameters.none;
    const pairs = text.split('&', MAX_PARAMETERS + 1);
    if (pairs.length > MAX_PARAMETERS) throw tooMany();
    for (const pair of pairs) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      add(values, repeated, name, equals < 0 ? '' : decode(pair.slice(equals + 1)));
    }
    return new Parameters(values, repeated);
  }

  /** Takes a parsed JSON body; every member must be a string, `resource` may be a list of strings. Null counts as no value. */
  static fromJson(body: unknown): Parameters {
    if (body === undefined) return Parameters.none;
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new InvalidRequest('The request body must be a JSON object');
    }
    const values = new Map<string, string>();
    const repeated: string[] = [];
    for (const [name, value] of Object.entries(body)) {
      const given: unknown[] = name === REPEATABLE && Array.isArray(value) ? value : [value];
      for (const member of given) {
        const text: unknown = member ?? '';
        if (typeof text !== 'string') throw InvalidRequest.madeUp('must be a string', printable(name));
        add(values, repeated, name, text);
      }
    }
    return new Parameters(values, repeated);
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

  /** The value, which must be one of these. */
  oneOf<Word extends string>(name: string, ...words: readonly Word[]): Word {
    const value = this.required(name);
    const word = words.find((known) => known === value);
    if (word === undefined) throw InvalidRequest.field(name, `must be ${words.join(' or ')}`);
    return word;
  }

  /** The values of all of these; missing ones are reported together. */
  requiredAll<Name extends string>(...names: readonly Name[]): Record<Name, string> {
    const missing = names.filter((name) => this.optional(name) === undefined);
    if (missing.length > 0) {
      const faults = missing.map((field) => ({ field, message: 'is required' }));
      throw new InvalidRequest(`${missing.join(', ')}: ${missing.length === 1 ? 'is' : 'are'} required`, faults);
    }
    return Object.fromEntries(names.map((name) => [name, this.required(name)])) as Record<Name, string>;
  }

  /** Every value of `resource`, each once. */
  all(name: typeof REPEATABLE): string[] {
    return [...new Set([this.values.get(name) ?? '', ...this.repeated])].filter((value) => value !== '');
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

  /** As a form again. */
  toForm(): string {
    const more = this.repeated.map((value): [string, string] => [REPEATABLE, value]);
    return new URLSearchParams([...this.values, ...more]).toString();
  }

  /** With this parameter, in the place of one of the same name. */
  with(name: string, value: string): Parameters {
    return new Parameters(new Map([...this.values, [name, value]]), this.repeated);
  }

  without(...names: readonly string[]): Parameters {
    return new Parameters(
      new Map([...this.values].filter(([name]) => !names.includes(name))),
      names.includes(REPEATABLE) ? [] : this.repeated,
    );
  }

  /** Refuses every other parameter, by name. */
  only(...known: readonly string[]): this {
    const unknown = [...this.values.keys()].filter((name) => !known.includes(name)).map(printable);
    if (unknown.length > 0) throw InvalidRequest.madeUp('is not a parameter of this endpoint', ...unknown);
    return this;
  }
}

function add(values: Map<string, string>, repeated: string[], name: string, value: string): void {
  if (values.size >= MAX_PARAMETERS || repeated.length >= MAX_REPEATED) throw tooMany();
  const isRepeated = values.has(name);
  if (isRepeated && name !== REPEATABLE) throw InvalidRequest.madeUp('is given more than once', printable(name));
  if (value.length > MAX_VALUE) {
    throw InvalidRequest.madeUp(`is longer than ${String(MAX_VALUE)} characters`, printable(name));
  }
  if (value.includes('\0')) throw InvalidRequest.madeUp('contains a NUL character', printable(name));
  if (!value.isWellFormed()) throw InvalidRequest.madeUp('is not well-formed Unicode', printable(name));
  if (isRepeated) repeated.push(value);
  else values.set(name, value);
}

function tooMany(): InvalidRequest {
  return new InvalidRequest(`More than ${String(MAX_PARAMETERS)} parameters`);
}

function decode(text: string): string {
  const decoded = formDecoded(text);
  if (decoded === undefined) throw new InvalidRequest('The parameters are not valid percent-encoded UTF-8');
  return decoded;
}

/** A name that a client chose, cut and stripped so that it can be part of an answer. */
export function printable(name: string): string {
  const plain = name
    .slice(0, 64)
    .replace(/[^\x20-\x7e]/g, '?')
    .replace(/["\\]/g, "'");
  return plain === '' ? '(empty name)' : plain;
}
