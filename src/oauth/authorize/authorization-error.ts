import type { Refusal } from '../../protocol/refusal.js';
import type { ReturnAddress } from './authorization-request.js';

/**
 * A refusal that goes back to the client: client and redirect URI are verified.
 * Any other refusal of an authorization request is a page for the person, and never a redirect.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 */
export class AuthorizationError extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly address: ReturnAddress,
  ) {
    super(refusal.message, { cause: refusal });
  }
}
