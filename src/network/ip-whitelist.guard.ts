import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CheckList, Findings } from '../protocol/check-list.js';
import { AddressNotAllowed, type RefusalSubject } from '../protocol/refusal.js';
import type { Whitelist } from './whitelist.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard that checked the credentials of the request. */
    awaitsAddress?: AwaitsAddress;
  }
}

/** A request whose credentials were verified and whose address is not decided yet. */
interface AwaitsAddress {
  /** Every one of them must allow the address. */
  lists: readonly DecidingList[];
  /** Admits the caller. */
  admit: () => void;
}

/** How the log and the audit trail describe the refusal. */
interface AddressRefusal<Check extends string = string> {
  /** The owner of the list, such as "the account's whitelist". */
  name: string;
  subject: RefusalSubject;
  /** False if no credential was needed before. */
  proved?: boolean;
  /** The check that fails, and the list of checks it stands in. */
  at?: readonly [checks: CheckList<Check>, check: NoInfer<Check>];
  /** The findings of the checks before it. */
  found?: () => Findings<NoInfer<Check>>;
}

/** A whitelist that decides about a request. */
export interface DecidingList<Check extends string = string> extends AddressRefusal<Check> {
  whitelist: Whitelist;
}

/**
 * Decides whether an address may use a verified credential. As a guard it runs after the one that checks the
 * credentials; grants that learn later which lists apply call `decide`.
 */
@Injectable()
export class IpWhitelistGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { awaitsAddress, origin } = context.switchToHttp().getRequest<FastifyRequest>();
    if (awaitsAddress === undefined) throw new Error(`no guard before ${context.getHandler().name} names its lists`);
    for (const list of awaitsAddress.lists) IpWhitelistGuard.decide(origin.address, list);
    awaitsAddress.admit();
    return true;
  }

  /** @throws AddressNotAllowed unless the list allows the address */
  static decide<Check extends string>(address: string, list: DecidingList<Check>): void {
    const { whitelist } = list;
    if (!whitelist.allows(address)) throw IpWhitelistGuard.refusal(address, list, whitelist.verdict(address));
  }

  /** The refusal of an address that a store refused in the statement that read the lists. */
  static refusal<Check extends string>(
    address: string,
    { name, subject, proved, at, found }: AddressRefusal<Check>,
    verdict?: string,
  ): AddressNotAllowed {
    const refusal = new AddressNotAllowed(`${address} is not on ${name}`, subject, proved);
    if (at === undefined) return refusal;
    const [checks, check] = at;
    const findings: Findings = { ...(verdict === undefined ? {} : { [check]: verdict }), ...found?.() };
    return refusal.at<string>(checks, check, findings);
  }
}
