export interface FieldFault {
  field: string;
  message: string;
}

interface ProblemOptions {
  faults?: FieldFault[];
  requestId?: string | undefined;
  cause?: unknown;
}

/**
 * Why the server would not, as it said so.
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-3
 */
export class Problem extends Error {
  readonly faults: readonly FieldFault[];
  readonly requestId: string | undefined;

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
  }

  static from(status: number, body: unknown): Problem {
    const { detail, errors, request_id } = (typeof body === 'object' && body !== null ? body : {}) as {
      detail?: string;
      errors?: FieldFault[];
      request_id?: string;
    };
    return new Problem(status, detail ?? `The server answered ${String(status)}`, {
      faults: errors ?? [],
      requestId: request_id,
    });
  }
}

/** The words for any error, for a person. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
