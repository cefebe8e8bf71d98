import Negotiator from 'negotiator';

/**
 * Whether an `Accept` header prefers `type` to `other`. A header that ranks them alike, such as the wildcard, gets `other`.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 */
export function prefersType(accept: string, type: string, other: string): boolean {
  return new Negotiator({ headers: { accept } }).mediaType([other, type]) === type;
}
