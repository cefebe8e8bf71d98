import { STATUS_CODES } from 'node:http';
import type { Reason } from '../protocol/reason.js';
import type { Dialect } from './dialect.js';
import { statusOf } from './status.js';

/** Reasons that share their status with others and must be told apart: `code`, an extension member, says them. */
const TOLD_APART: readonly Reason[] = ['mfa_required', 'insufficient_user_authentication'];

/**
 * `/v1/*` and `/api/v1/*`: problem details; faulty fields are listed under `errors`.
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-3
 */
export const problemDialect: Dialect = (refusal, requestId) => {
  const status = statusOf(refusal.reason);
  return {
    status,
    contentType: 'application/problem+json; charset=utf-8',
    body: {
      type: 'about:blank',
      title: STATUS_CODES[status],
      status,
      detail: detailOf(refusal.reason) ?? refusal.description,
      ...(TOLD_APART.includes(refusal.reason) ? { code: refusal.reason } : {}),
      ...(refusal.fields.length > 0 ? { errors: refusal.fields } : {}),
      request_id: requestId,
    },
  };
};

function detailOf(reason: string): string | undefined {
  return reason === 'invalid_grant' ? 'Could not validate credentials' : undefined;
}
