import type { FastifyRequest } from 'fastify';
import type { DecidingList } from '../network/ip-whitelist.guard.js';
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

/** Leaves the decision about the address to `IpWhitelistGuard`. All callers belong to one principal. */
export function awaitAddress(request: FastifyRequest, first: ProvedCaller, ...others: ProvedCaller[]): void {
  const all = [first, ...others];
  request.awaitsAddress = {
    lists: all.flatMap(({ lists }) => lists),
    admit: () => {
      for (const { admitted } of all) admitted?.();
      request.caller = first.caller;
    },
  };
}
