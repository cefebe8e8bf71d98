import { Refusal } from '../../protocol/refusal.js';
import type { Check } from './check.js';

/**
 * The `registration` parameter, by which a request would describe its application, is not supported.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#RegistrationParameter
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthError (registration_not_supported)
 */
export const checkRegistration: Check = (parameters) => {
  if (parameters.optional('registration') !== undefined) {
    throw new Refusal('registration_not_supported', 'registration: is not supported');
  }
  return {};
};
