import type { Parameters } from '../../protocol/parameters.js';
import type { AuthorizationRequest, ReturnAddress } from './authorization-request.js';

/** The application that asks, and its default scopes when the request came, if that was before. */
export type Asking = Pick<ReturnAddress, 'client'> & Partial<Pick<AuthorizationRequest, 'defaultScopes'>>;

/** One look at a request; gives what it established. Refuses by throwing. */
export type Check = (parameters: Parameters, asking: Asking) => Partial<AuthorizationRequest>;
