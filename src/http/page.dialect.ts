import { ErrorPage } from '../pages/error.page.js';
import { ownLook } from '../pages/layout.js';
import { pagePolicy } from '../pages/policy.js';
import type { Dialect } from './dialect.js';
import { statusOf } from './status.js';

const TITLES: Readonly<Record<number, string>> = {
  403: 'Not allowed',
  404: 'Nothing here',
  429: 'Please wait a moment',
  500: 'Something went wrong',
  503: 'Back in a moment',
};

export function titleOf(status: number): string {
  return TITLES[status] ?? 'This request cannot be answered';
}

/** Pages: an explanation for a person. Nothing a client supplied is sent anywhere. */
export const pageDialect: Dialect = (refusal, requestId, issuer, look = ownLook(issuer)) => {
  const status = statusOf(refusal.reason);
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': pagePolicy() },
    body: ErrorPage({ look, title: titleOf(status), explanation: refusal.description, requestId }),
  };
};
