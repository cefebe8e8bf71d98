import { InvalidTarget } from '../../protocol/refusal.js';
import type { Check } from './check.js';

/** Which API the token is meant for; whether this server knows it is for the resource catalogue to say. */
export const checkResource: Check = (parameters) => {
  const resources = parameters.all('resource');
  // RFC 8707 §2: "Its value MUST be an absolute URI [...]. The URI MUST NOT include a fragment component."
  if (resources.some((resource) => !URL.canParse(resource) || resource.includes('#'))) {
    throw new InvalidTarget('resource: must be an absolute URI without a fragment');
  }
  return { resources };
};
