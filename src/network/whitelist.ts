import { Network, parseAddress } from './network.js';

/** The networks one account, application or API key may be used from; none: from everywhere. */
export class Whitelist {
  static readonly everywhere = new Whitelist([]);

  private constructor(private readonly networks: readonly Network[]) {}

  /** Takes entries as they are stored. An entry that cannot be read admits nobody: it never widens the list. */
  static of(entries: readonly string[]): Whitelist {
    return entries.length === 0 ? Whitelist.everywhere : new Whitelist(entries.map((entry) => Network.parse(entry)));
  }

  get isEmpty(): boolean {
    return this.networks.length === 0;
  }

  allows(address: string): boolean {
    if (this.networks.length === 0) return true;
    const parsed = parseAddress(address);
    return this.networks.some((network) => network.contains(parsed));
  }

  toString(): string {
    return this.networks.map(String).join(', ');
  }
}
