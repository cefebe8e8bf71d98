import type { Parameters } from '../../protocol/parameters.js';
import type { AuthorizationRequest, ReturnAddress } from './authorization-request.js';

/** The application of the request, and its default scopes at the time of the request. */
export type Asking = Pick<ReturnAddress, 'client'> & Partial<Pick<AuthorizationRequest, 'defaultScopes'>>;

/** Checks one aspect of a request and returns what it established. @throws Refusal */
export type Check = (parameters: Parameters, asking: Asking) => Partial<AuthorizationRequest>;
