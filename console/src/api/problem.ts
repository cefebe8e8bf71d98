import { exactly, lengthOf } from '../kit/times';

export interface FieldFault {
  field: string;
  message: string;
}

interface ProblemOptions {
  faults?: FieldFault[];
  requestId?: string | undefined;
  code?: string | undefined;
  cause?: unknown;
}

/**
 * Why the server would not, as it said so.
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-3
 */
export class Problem extends Error {
  readonly faults: readonly FieldFault[];
  readonly requestId: string | undefined;
  /** Tells problems of one status apart, such as `mfa_required`. */
  readonly code: string | undefined;

  constructor(
    /** 0: no answer at all. */
    readonly status: number,
    message: string,
    options: ProblemOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'Problem';
    this.faults = options.faults ?? [];
    this.requestId = options.requestId;
    this.code = options.code;
  }

  static from(status: number, body: unknown): Problem {
    const { detail, errors, request_id, code } = (typeof body === 'object' && body !== null ? body : {}) as {
      detail?: string;
      errors?: FieldFault[];
      request_id?: string;
      code?: string;
    };
    return new Problem(status, detail ?? `The server answered ${String(status)}`, {
      faults: errors ?? [],
      requestId: request_id,
      code,
    });
  }
}

/** The browser keeps no cookies, and so no sign-in. In the words of the server's own pages. */
export class WithoutCookies extends Error {
  constructor() {
    super('This site needs cookies, and your browser sent none. Allow cookies for this site and start again.');
  }
}

/** What was deleted, or is no longer for this person: what was loaded before is shown no more. */
export function isGone(error: unknown): boolean {
  return error instanceof Problem && (error.status === 403 || error.status === 404);
}

/** The words for any error, for a person. */
export function messageOf(error: unknown): string {
  return forPeople(error instanceof Error ? error.message : String(error));
}

const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;
/** How a program insists. A person is offered a button. */
const INSISTENCE = /(?:; |, or )[^;,]*(?:\?force=true|"force": true)[^;,]*/g;

/** What the API says to programs, as people say it: fields by their names, times in their zone, durations in words. */
export function forPeople(text: string): string {
  return text
    .replace(INSISTENCE, '')
    .replace(/^([a-z]+(?:_[a-z]+)*)(?:\.(\d+))?: /, (_, name: string, line?: string) => nameOf(name, line))
    .replace(/\b(\d+) seconds\b/g, (_, seconds: string) => lengthOf(Number(seconds)))
    .replace(MOMENT, (at) => exactly(at));
}

const NAMES: Readonly<Record<string, string>> = {
  cidr: 'This entry',
  entry_id: 'Removing it',
  kid: 'This key',
  secret_id: 'This secret',
};

function nameOf(field: string, line: string | undefined): string {
  const words = field.replaceAll('_', ' ').replace(/\buri(s?)\b/, 'URI$1');
  const name = NAMES[field] ?? words.replace(/^./, (first) => first.toUpperCase());
  return line === undefined ? `${name} ` : `${name}, line ${String(Number(line) + 1)}, `;
}
