import { Refusal } from '../../protocol/refusal.js';
import type { Check } from './check.js';

/** OpenID Connect Core §6: a server that does not support a parameter names it. */
export const checkRequestObject: Check = (parameters) => {
  if (parameters.optional('registration') !== undefined) {
    throw new Refusal('registration_not_supported', 'registration: is not supported');
  }
  return {};
};
