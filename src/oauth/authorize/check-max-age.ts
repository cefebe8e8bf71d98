import { InvalidRequest } from '../../protocol/refusal.js';
import type { Check } from './check.js';

/** @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest (max_age) */
export const checkMaxAge: Check = (parameters, { client }) => {
  const text = parameters.optional('max_age');
  // OpenID Connect Registration §2: "The max_age request parameter overrides this default value."
  if (text === undefined) return { maxAge: client.metadata.default_max_age };
  if (!/^\d{1,9}$/.test(text)) throw InvalidRequest.field('max_age', 'must be a number of seconds');
  return { maxAge: Number(text) };
};
