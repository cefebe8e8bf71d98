import { STATUS_CODES } from 'node:http';
import type { Dialect } from './dialect.js';
import { statusOf } from './status.js';

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
      ...(refusal.fields.length > 0 ? { errors: refusal.fields } : {}),
      request_id: requestId,
    },
  };
};

function detailOf(reason: string): string | undefined {
  return reason === 'invalid_grant' ? 'Could not validate credentials' : undefined;
}
