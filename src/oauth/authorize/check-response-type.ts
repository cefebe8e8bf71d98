import { Refusal } from '../../protocol/refusal.js';
import type { Check } from './check.js';

/**
 * OAuth 2.1 defines one response type: `code`.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1.1
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 (errors)
 */
export const checkResponseType: Check = (parameters, { client }) => {
  const responseType = parameters.required('response_type');
  if (responseType !== 'code') {
    throw new Refusal('unsupported_response_type', 'response_type: must be code', {
      compared: { parameter: 'response_type', sent: responseType, accepted: ['code'] },
    });
  }
  if (!client.grantTypes.includes('authorization_code')) {
    throw new Refusal('unauthorized_client', 'response_type: this application may not use authorization codes', {
      compared: { parameter: 'grant_type', sent: 'authorization_code', accepted: client.grantTypes },
    });
  }
  return {};
};
