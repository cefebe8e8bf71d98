import { THIS_SERVER } from '../oauth/stores/consents.js';

/** The APIs of a consent as shown to people; none if it is for this server alone. */
export function shownApis(apis: readonly string[]): string[] {
  if (apis.every((api) => api === THIS_SERVER)) return [];
  return apis.map((api) => (api === THIS_SERVER ? 'this server' : api));
}
