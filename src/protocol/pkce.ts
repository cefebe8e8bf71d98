import { createHash } from 'node:crypto';

/** code-challenge of S256: the base64url of a SHA-256. */
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
/** code-verifier = 43*128unreserved */
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

/** @see https://www.rfc-editor.org/rfc/rfc7636#section-4.2 */
export function isCodeChallenge(text: string): boolean {
  return CHALLENGE.test(text);
}

/** The challenge of a verifier; undefined for an invalid verifier. `plain` is not supported. */
export function challengeOf(verifier: string): string | undefined {
  return VERIFIER.test(verifier) ? createHash('sha256').update(verifier).digest('base64url') : undefined;
}
