import { STATUS_CODES } from 'node:http';
import { expect } from '@jest/globals';
import type { Answer } from '../support/http.js';
import { expectOf } from '../support/expect-of.js';

/** Holds a refusal against a face's dialect, every member of it, and returns its sentence. */
export type Dialect = (answer: Answer, status: number) => string;

const NAME_AND_CODE: Record<number, readonly [string, string]> = {
  400: ['ValidationException', 'VALIDATION_FAILURE'],
  401: ['UnauthorizedError', 'UNAUTHORIZED'],
  403: ['ForbiddenError', 'FORBIDDEN'],
  404: ['NotFoundError', 'NOT_FOUND'],
  405: ['MethodNotAllowedError', 'METHOD_NOT_ALLOWED'],
  413: ['PayloadTooLargeError', 'PAYLOAD_TOO_LARGE'],
  415: ['UnsupportedMediaTypeError', 'UNSUPPORTED_MEDIA_TYPE'],
  429: ['TooManyRequestsError', 'TOO_MANY_REQUESTS'],
  500: ['InternalServerError', 'INTERNAL_SERVER_ERROR'],
  503: ['ServiceUnavailableError', 'SERVICE_UNAVAILABLE'],
};

/** `/auth/*`: `{"error":{"name","code","message"}}`. */
export const envelope: Dialect = (answer, status) => {
  expectRefused(answer, status, 'application/json; charset=utf-8');
  const { error, ...rest } = answer.json as { error: Record<string, unknown> };
  expect(rest).toEqual({});
  const { message, details, ...names } = error;
  const [name, code] = NAME_AND_CODE[status] ?? [];
  const isSyntax = names.name === 'SyntaxError';
  expect(names).toEqual(isSyntax ? { name: 'SyntaxError', code: 'SYNTAX_ERROR' } : { name, code });
  if (isSyntax) expect(status).toBe(400);
  if (names.name === 'ValidationException' || details !== undefined) expectFieldFaults(details);
  return sentence(message);
};

/** `/api/v1/login/*`: `{"detail"}`. */
export const detail: Dialect = (answer, status) => {
  expectRefused(answer, status, 'application/json; charset=utf-8');
  expect(Object.keys(answer.json as object)).toEqual(['detail']);
  return sentence((answer.json as { detail: unknown }).detail);
};

/** `/v1/*` and `/api/v1/*`: RFC 9457, with 000's `detail`. */
export const problem: Dialect = (answer, status) => {
  expectRefused(answer, status, 'application/problem+json; charset=utf-8');
  const { detail: text, errors, request_id, ...rest } = answer.json as Record<string, unknown>;
  expect(rest).toEqual({ type: 'about:blank', title: STATUS_CODES[status], status });
  expect(request_id).toBe(answer.headers['x-request-id']);
  if (errors !== undefined) expectFieldFaults(errors);
  return sentence(text);
};

/** `/oauth/*`: RFC 6749 §5.2; the code is part of the sentence. */
export const oauth: Dialect = (answer, status) => {
  expectRefused(answer, status, 'application/json; charset=utf-8');
  const { error, error_description, ...rest } = answer.json as Record<string, unknown>;
  expect(rest).toEqual({});
  // §5.2: characters outside %x20-21 / %x23-5B / %x5D-7E are not allowed in either
  for (const text of [error, error_description]) expect(text).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  return sentence(`${error as string}: ${error_description as string}`);
};

function expectRefused(answer: Answer, status: number, contentType: string): void {
  expectOf(answer.text, answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  expect(answer.headers['x-request-id']).toMatch(/^[A-Za-z0-9._-]{1,128}$/);
}

function expectFieldFaults(faults: unknown): void {
  expect(faults).not.toEqual([]);
  for (const fault of faults as unknown[]) {
    expect(fault).toEqual({ field: expect.any(String), message: expect.any(String) });
  }
}

/** Text for people: printable, short, and with nothing of what happened inside. */
function sentence(text: unknown): string {
  expect(text).toMatch(/^[\x20-\x7e]{3,300}$/);
  expect(text).not.toMatch(/prisma|postgres|select |at .+:\d+:\d+|undefined|\[object|null\b/i);
  return text as string;
}
