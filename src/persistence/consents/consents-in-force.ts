import { readEntries } from './resource-entries.js';

/** Consents `c` of accounts `u`, without those that ended with an earlier epoch of the account. */
export const IN_FORCE = 'consents c JOIN users u ON u.id = c.user_id AND u.keys_epoch = c.keys_epoch';

/** What a consent allows, of its two columns. */
export function allowedBy({ scopes, forResources }: { scopes: string[]; forResources: string[] }) {
  const resources = [...readEntries(forResources)].map(([resource, there]) => ({ resource, scopes: [...there] }));
  /** All scopes, of every API, and what of it is for other APIs than this server. */
  return { scopes: [...new Set([...scopes, ...resources.flatMap((at) => at.scopes)])], resources };
}
