import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const PLAIN_IPV4 = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/;
const PLAIN_IPV6 = /^[0-9a-f:.]{2,45}$/i;
const PREFIX = /^(0|[1-9]\d{0,2})$/;

/** What is wrong with an address or network somebody typed, and how to mend it. */
export class NetworkFault extends Error {}

/** An address in its one canonical form: an IPv4-mapped IPv6 address is its IPv4. */
export function parseAddress(text: string): Address {
  return unmapped(parsePlain(text));
}

/** The canonical text of an address, or undefined for what is none. Never a name look-up. */
export function canonicalAddress(text: string): string | undefined {
  try {
    return parseAddress(text).toString();
  } catch {
    return undefined;
  }
}

/** A network of addresses, in canonical form: `10.0.0.0/8`, `2001:db8::/32`. */
export class Network {
  private constructor(
    private readonly base: Address,
    private readonly prefix: number,
  ) {}

  /**
   * Reads one entry: an address (a /32 or /128) or CIDR. Only canonical spelling passes: octal, hex and short
   * forms, host bits, zone ids, ports and spaces are refused with the fix named.
   */
  static parse(text: string): Network {
    if (text.length > 64) throw new NetworkFault('is not an IP address or CIDR');
    const slash = text.indexOf('/');
    const address = parsePlain(slash < 0 ? text : text.slice(0, slash));
    const bits = address.kind() === 'ipv4' ? 32 : 128;
    const prefixText = slash < 0 ? String(bits) : text.slice(slash + 1);
    if (!PREFIX.test(prefixText) || Number(prefixText) > bits) {
      throw new NetworkFault(`has a prefix length that is not a number from 0 to ${String(bits)}`);
    }
    const prefix = Number(prefixText);
    if (address.kind() === 'ipv6' && (address as ipaddr.IPv6).isIPv4MappedAddress()) {
      if (prefix < 96) throw new NetworkFault('is an IPv4-mapped network wider than /96; write the IPv4 network');
      return Network.aligned(unmapped(address), prefix - 96);
    }
    return Network.aligned(address, prefix);
  }

  private static aligned(address: Address, prefix: number): Network {
    const base = firstOf(address, prefix);
    if (base.toString() !== address.toString()) {
      throw new NetworkFault(`has host bits set; did you mean ${base.toString()}/${String(prefix)}?`);
    }
    return new Network(base, prefix);
  }

  contains(address: Address): boolean {
    return address.kind() === this.base.kind() && address.match(this.base as ipaddr.IPv4, this.prefix);
  }

  toString(): string {
    return `${this.base.toString()}/${String(this.prefix)}`;
  }
}

/** The network an attempt is counted under: an IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(address: string): string {
  const parsed = parseAddress(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : `${firstOf(parsed, 64).toString()}/64`;
}

function parsePlain(text: string): Address {
  if (text.includes(':')) {
    if (text.includes('%')) throw new NetworkFault('has a zone id; write the address without it');
    const tail = text.slice(text.lastIndexOf(':') + 1);
    if (PLAIN_IPV6.test(text) && (!tail.includes('.') || isPlainIPv4(tail)) && ipaddr.IPv6.isValid(text)) {
      return ipaddr.IPv6.parse(text);
    }
    const [host = ''] = text.split(':');
    if (isPlainIPv4(host)) throw new NetworkFault('has a port; write the address without it');
  } else if (isPlainIPv4(text)) {
    return ipaddr.IPv4.parse(text);
  }
  if (text !== text.trim()) throw new NetworkFault('has spaces around it');
  throw new NetworkFault('is not an IP address or CIDR, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32');
}

function isPlainIPv4(text: string): boolean {
  return PLAIN_IPV4.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

function unmapped(address: Address): Address {
  if (address.kind() !== 'ipv6') return address;
  const v6 = address as ipaddr.IPv6;
  return v6.isIPv4MappedAddress() ? v6.toIPv4Address() : v6;
}

function firstOf(address: Address, prefix: number): Address {
  const bytes = address.toByteArray();
  for (let i = 0; i < bytes.length; i++) {
    const kept = Math.min(8, Math.max(0, prefix - i * 8));
    bytes[i] = (bytes[i] ?? 0) & (0xff << (8 - kept)) & 0xff;
  }
  return ipaddr.fromByteArray(bytes);
}
