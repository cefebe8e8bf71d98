import { HttpException } from '@nestjs/common';
import type { Reason } from '../protocol/reason.js';
import { Refusal } from '../protocol/refusal.js';

/** Errors of the framework before our code sees the request. */
const BY_STATUS: Readonly<Record<number, readonly [Reason, string]>> = {
  400: ['invalid_request', 'The request is malformed'],
  404: ['not_found', 'Not Found'],
  405: ['method_not_allowed', 'Method Not Allowed'],
  408: ['invalid_request', 'The request did not arrive in time'],
  413: ['payload_too_large', 'The request body is too large'],
  414: ['invalid_request', 'The URL is too long'],
  415: ['unsupported_media_type', 'The Content-Type is not one this endpoint takes'],
  431: ['invalid_request', 'The address and the headers of this request are too long'],
};

/** Converts any error to a refusal. An unexpected one becomes a `server_error` without details. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown }).statusCode;
  const known = typeof status === 'number' ? BY_STATUS[status] : undefined;
  if (known !== undefined) return new Refusal(known[0], known[1], { detail: (error as Error).message, cause: error });
  return new Refusal('server_error', 'Internal Server Error', {
    detail: error instanceof Error ? error.message : String(error),
    cause: error,
  });
}
