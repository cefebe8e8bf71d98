import { type Dialect, JSON_TYPE } from './dialect.js';
import { statusOf } from './status.js';

/** `/api/v1/login/*`: `{"detail": "…"}`. */
export const detailDialect: Dialect = (refusal) => ({
  status: statusOf(refusal.reason),
  contentType: JSON_TYPE,
  body: { detail: refusal.description },
});
