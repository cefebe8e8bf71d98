import { InvalidRequest } from '../../protocol/refusal.js';
import { RESPONSE_MODES } from './authorization-request.js';
import type { Check } from './check.js';

/** @see https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes */
export const checkResponseMode: Check = (parameters) => {
  const asked = parameters.optional('response_mode');
  if (asked !== undefined && !RESPONSE_MODES.some((mode) => mode === asked)) {
    throw InvalidRequest.field('response_mode', `must be one of ${RESPONSE_MODES.join(', ')}`);
  }
  return {};
};
