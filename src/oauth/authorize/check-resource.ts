import { InvalidTarget } from '../../protocol/refusal.js';
import type { Check } from './check.js';

/**
 * The APIs that the token is for; the resource catalogue decides whether they are known.
 * @see https://www.rfc-editor.org/rfc/rfc8707#section-2
 */
export const checkResource: Check = (parameters) => {
  const resources = parameters.all('resource');
  // RFC 8707 §2: "Its value MUST be an absolute URI [...]. The URI MUST NOT include a fragment component."
  if (resources.some((resource) => !URL.canParse(resource) || resource.includes('#'))) {
    throw new InvalidTarget('resource: must be an absolute URI without a fragment');
  }
  return { resources };
};
