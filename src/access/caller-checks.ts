import { CheckList, type Step } from '../protocol/check-list.js';
import type { Caller } from './caller.js';

/** The checks of each kind of credential, in order. */
export const TOKEN_CHECKS = new CheckList({
  genuine: 'The access token is one of this server, and has not expired',
  audience: 'It is for this API',
  bound: 'The sender to which it is bound proves possession',
  live: 'It was not revoked',
  application: 'Its application is there and enabled',
  account: 'Its account is there and enabled',
  'application-address': "The application's whitelist lets the address in",
  'account-address': "The account's whitelist lets the address in",
});

export const KEY_CHECKS = new CheckList({
  known: 'The API key is known, and was not revoked',
  unexpired: 'It has not expired',
  account: 'Its owner is there and enabled',
  'key-address': "The key's whitelist lets the address in",
  'account-address': "The account's whitelist lets the address in",
});

export const SESSION_CHECKS = new CheckList({
  'own-site': 'A page of this site sent the request',
  live: 'The session goes on',
  'account-address': "The account's whitelist lets the address in",
});

/** The checks of every caller, after those of the credential. */
export const PERMISSION_CHECKS = new CheckList({
  'scope-carried': 'The credential carries the scope',
  role: 'Its owner may do this',
});

const FRESH = { 'fresh-factor': 'The second factor was proved a short time ago' } as const;

/** The checks of an act that takes a fresh second factor of an administrator. */
export const FRESH_CHECKS = new CheckList({
  ...PERMISSION_CHECKS.sentences,
  ...FRESH,
});

/** As above, where it turns out later that the act concerns what belongs to others. */
export const LATER_FRESH_CHECKS = new CheckList(FRESH);

const CHECKS_OF = { 'access-token': TOKEN_CHECKS, 'api-key': KEY_CHECKS, session: SESSION_CHECKS };

export function stepsOf({ credential, account, origin }: Caller): Step[] {
  const found = account === null ? {} : { 'account-address': account.whitelist.verdict(origin.address) };
  return (CHECKS_OF[credential.kind] as CheckList).passed(found);
}
