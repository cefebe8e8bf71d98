import type { FastifyRequest } from 'fastify';
import type { DecidingList } from '../network/ip-whitelist.guard.js';
import type { Account } from '../oauth/stores/accounts.js';
import type { CheckList } from '../protocol/check-list.js';
import type { Caller } from './caller.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the credentials were verified and every whitelist allowed the address. */
    caller?: Caller;
  }
}

/** A caller whose credential was verified; admitted once every whitelist allowed the address. */
export interface ProvedCaller {
  caller: Caller;
  lists: readonly DecidingList[];
  /** Called when the caller is admitted. */
  admitted?: () => void;
}

/** The account's whitelist; none if there is no account. */
export function listsOf(
  account: Account | null,
  checks: CheckList<'account-address'>,
): DecidingList<'account-address'>[] {
  if (account === null) return [];
  const { id: userId, whitelist } = account;
  return [{ whitelist, name: "the account's whitelist", subject: { userId }, at: [checks, 'account-address'] }];
}

/** Leaves the decision about the address to `IpWhitelistGuard`. All callers belong to one principal. */
export function awaitAddress(request: FastifyRequest, first: ProvedCaller, ...others: ProvedCaller[]): void {
  request.awaitsAddress = {
    lists: others.length === 0 ? first.lists : [first, ...others].flatMap(({ lists }) => lists),
    admit: () => {
      first.admitted?.();
      for (const { admitted } of others) admitted?.();
      request.caller = first.caller;
    },
  };
}
