import { InvalidScope } from '../../protocol/refusal.js';
import { parseScope } from '../../protocol/scope.js';
import type { Check } from './check.js';

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
export const checkScope: Check = (parameters, { client }) => {
  const asked = parseScope(parameters.optional('scope') ?? '');
  const stranger = asked.find((scope) => !client.scopes.includes(scope));
  if (stranger !== undefined) throw new InvalidScope(`scope: this application may not ask for ${stranger}`);
  return { scopes: asked.length > 0 ? asked : client.defaultScopes };
};
