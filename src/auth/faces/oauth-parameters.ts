import type { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest } from '../../protocol/refusal.js';

const OF_CLIENTS = ['client_id', 'client_secret', 'scope'];

/**
 * Refuses parameters that are not of a face, but for what OAuth clients add to them: the grant type, and forms in a browser
 * empty ones of a client (RFC 6749 §3.1: "Parameters sent without a value MUST be treated as if they were omitted").
 */
export function onlyOfGrant(
  grantType: 'password' | 'refresh_token',
  parameters: Parameters,
  ...own: readonly string[]
): Parameters {
  const omitted = OF_CLIENTS.filter((name) => parameters.optional(name) === undefined);
  parameters.only(...own, 'grant_type', ...omitted);
  const given = parameters.optional('grant_type') ?? grantType;
  if (given !== grantType) throw InvalidRequest.field('grant_type', `must be ${grantType}`);
  return parameters;
}
