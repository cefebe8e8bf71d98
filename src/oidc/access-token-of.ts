import type { FastifyRequest } from 'fastify';
import { type PresentedToken, tokenOf } from '../access/bearer.js';
import { authorizationOf } from '../http/authorization-header.js';
import { oauthParametersOf, queryParameters } from '../http/request-parameters.js';
import { NotAuthenticated } from '../protocol/authentication-refusals.js';
import { InvalidRequest, InvalidToken } from '../protocol/refusal.js';

/**
 * The access token of a request, from its header or its form. RFC 6750 §2: "Clients MUST NOT use more than one method
 * to transmit the token in each request"; the one in the URL (§2.3) is not served.
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2
 */
export function accessTokenOf(request: FastifyRequest): PresentedToken {
  if (queryParameters(request.url).has('access_token')) {
    throw InvalidRequest.field('access_token', 'belongs in the Authorization header, not in the URL');
  }
  const authorization = authorizationOf(request);
  const inForm = request.method === 'POST' ? oauthParametersOf(request, ['form']).optional('access_token') : undefined;
  if (authorization !== undefined) {
    if (inForm !== undefined) throw InvalidRequest.field('access_token', 'is given both in the form and in the header');
    const token = tokenOf(authorization);
    if (token === undefined) throw new InvalidToken('the Authorization header is not a Bearer or DPoP token');
    return token;
  }
  if (inForm === undefined) throw new NotAuthenticated();
  return { value: inForm, scheme: 'Bearer' };
}
