import { Network, parseAddress } from './network.js';
import { NetworkFault } from './network-fault.js';

/** The networks from which an account, application or API key may be used; none: all. */
export class Whitelist {
  static readonly everywhere = new Whitelist([], false);

  private constructor(
    readonly networks: readonly Network[],
    /** Whether there is a list at all. */
    readonly restricts: boolean,
  ) {}

  /** Takes stored entries. An unreadable entry allows no address: it never widens the list. */
  static of(entries: readonly string[]): Whitelist {
    return entries.length === 0 ? Whitelist.everywhere : new Whitelist(entries.flatMap(readable), true);
  }

  allows(address: string): boolean {
    if (!this.restricts) return true;
    const parsed = parseAddress(address);
    return this.networks.some((network) => network.contains(parsed));
  }

  /** The decision about an address, in words. */
  verdict(address: string): string {
    if (!this.restricts) return `${address}; there is no list`;
    const { length } = this.networks;
    const list = `the list of ${String(length)} ${length === 1 ? 'entry' : 'entries'}`;
    return `${address} is ${this.allows(address) ? '' : 'not '}on ${list}`;
  }
}

function readable(entry: string): Network[] {
  try {
    return [Network.parse(entry)];
  } catch (fault) {
    if (fault instanceof NetworkFault) return [];
    throw fault;
  }
}
