import type { Parameters } from '../../protocol/parameters.js';
import type { AuthorizationRequest, ReturnAddress } from './authorization-request.js';

/** One look at a request; gives what it established. Refuses by throwing. */
export type Check = (parameters: Parameters, asked: Pick<ReturnAddress, 'client'>) => Partial<AuthorizationRequest>;
