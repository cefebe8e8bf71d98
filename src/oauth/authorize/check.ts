import type { Parameters } from '../../protocol/parameters.js';
import type { AuthorizationRequest, ReturnAddress } from './authorization-request.js';

/** The application of the request, and its default scopes at the time of the request. */
export interface Asking extends Pick<ReturnAddress, 'client'>, Partial<Pick<AuthorizationRequest, 'defaultScopes'>> {
  /** The scopes that it may ask a person for. */
  askable: readonly string[];
}

/** Checks one aspect of a request and returns what it established. @throws Refusal */
export type Check = (parameters: Parameters, asking: Asking) => Partial<AuthorizationRequest>;
