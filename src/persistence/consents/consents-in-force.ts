import { readEntries } from './resource-entries.js';

/**
 * The `keys_epoch` of a consent, in force or not, that ends with all that is left: no account has it. The row is kept until
 * what it led to has ended, so that an ending which broke off half-way knows the applications when it is repeated.
 */
export const ENDING = -1;

/** Consents `c` of accounts `u`, without those that ended with an earlier epoch of the account. */
export const IN_FORCE = 'consents c JOIN users u ON u.id = c.user_id AND u.keys_epoch = c.keys_epoch';

/** What a consent allows, of its two columns. */
export function allowedBy({ scopes, forResources }: { scopes: string[]; forResources: string[] }) {
  const resources = [...readEntries(forResources)].map(([resource, there]) => ({ resource, scopes: [...there] }));
  /** All scopes, of every API, and what of it is for other APIs than this server. */
  return { scopes: [...new Set([...scopes, ...resources.flatMap((at) => at.scopes)])], resources };
}
