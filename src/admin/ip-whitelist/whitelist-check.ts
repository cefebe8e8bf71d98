import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { canonicalAddress, Network, parseAddress } from '../../network/network.js';
import { Whitelist } from '../../network/whitelist.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { type CheckResource, presentEntry } from './ip-whitelist.dto.js';
import { ListAccess } from './list-access.js';
import type { WhitelistEntry } from './whitelist-entry.js';
import { IpWhitelistRepository } from './ip-whitelist.repository.js';

/** Says which address the server sees and what each list that applies to the caller decides. */
@Injectable()
export class WhitelistCheck {
  constructor(
    private readonly lists: IpWhitelistRepository,
    private readonly access: ListAccess,
  ) {}

  async check(caller: Caller, otherAddress: string | undefined): Promise<CheckResource> {
    const { address } = caller.origin;
    const checked = otherAddress === undefined ? address : canonicalAddress(otherAddress);
    if (checked === undefined) throw InvalidRequest.field('address', 'is not an IP address, such as 203.0.113.7');
    const lists: CheckResource['lists'] = [];
    for (const list of await this.access.decidingFor(caller)) {
      const entries = await this.lists.whole(list);
      const entry = (await this.access.mayRead(caller, list)) ? narrowest(entries, checked) : undefined;
      lists.push({
        list: list.kind,
        id: list.id,
        restricted: entries.length > 0,
        allowed: Whitelist.of(entries.map(({ cidr }) => cidr)).allows(checked),
        entry: entry === undefined ? null : presentEntry(entry),
      });
    }
    return { address, checked_address: checked, allowed: lists.every(({ allowed }) => allowed), lists };
  }
}

function narrowest(entries: readonly WhitelistEntry[], address: string): WhitelistEntry | undefined {
  const parsed = parseAddress(address);
  const matching = entries.map((entry) => ({ entry, network: Network.parse(entry.cidr) }));
  return matching
    .filter(({ network }) => network.contains(parsed))
    .sort((one, other) => other.network.prefix - one.network.prefix)[0]?.entry;
}
