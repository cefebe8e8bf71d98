import ipaddr from 'ipaddr.js';
import { faultOf, NetworkFault } from './network-fault.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const PLAIN_IPV4 = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/;
const PLAIN_IPV6 = /^[0-9a-f:.]{2,45}$/i;
const PREFIX = /^(0|[1-9]\d{0,2})$/;

/** The last 32 bits of an IPv4-mapped IPv6 address are its IPv4. */
const MAPPED_BITS = 96;

/** An address in its one canonical form: an IPv4-mapped IPv6 address is its IPv4. */
export function parseAddress(text: string): Address {
  return unmapped(parsePlain(text));
}

/** The canonical text of an address, or undefined. Names are never looked up. */
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
    /** How many leading bits its addresses have in common. */
    readonly prefix: number,
  ) {}

  /**
   * Reads one entry: an address (a /32 or /128) or CIDR. Only canonical spelling passes: octal, hex and short
   * forms, host bits, zone ids, ports and spaces are refused with the fix named.
   */
  static parse(text: string): Network {
    const slash = text.indexOf('/');
    const address = parsePlain(slash < 0 ? text : text.slice(0, slash), text);
    const bits = address.kind() === 'ipv4' ? 32 : 128;
    const prefixText = slash < 0 ? String(bits) : text.slice(slash + 1);
    if (!PREFIX.test(prefixText) || Number(prefixText) > bits) {
      throw new NetworkFault(`has a prefix length that is not a number from 0 to ${String(bits)}`);
    }
    const prefix = Number(prefixText);
    const plain = unmapped(address);
    if (plain === address) return Network.aligned(address, prefix);
    if (prefix >= MAPPED_BITS) return Network.aligned(plain, prefix - MAPPED_BITS);
    const meant =
      prefix <= 32 ? `did you mean ${firstOf(plain, prefix).toString()}/${String(prefix)}?` : 'write the IPv4 network';
    throw new NetworkFault(`is an IPv4-mapped network wider than /96; ${meant}`);
  }

  private static aligned(address: Address, prefix: number): Network {
    const base = firstOf(address, prefix);
    if (base.toString() !== address.toString()) {
      throw new NetworkFault(`has host bits set; did you mean ${base.toString()}/${String(prefix)}?`);
    }
    return new Network(base, prefix);
  }

  contains(address: Address): boolean {
    return address.kind() === this.base.kind() && address.match(this.base, this.prefix);
  }

  /** Whether all of its addresses are in this network. */
  covers(other: Network): boolean {
    return other.prefix >= this.prefix && this.contains(other.base);
  }

  toString(): string {
    return `${this.base.toString()}/${String(this.prefix)}`;
  }
}

/** The network under which an attempt is counted: an IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(address: string): string {
  const parsed = parseAddress(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : `${firstOf(parsed, 64).toString()}/64`;
}

/** `whole` is the entered text, of which `text` is the address. */
function parsePlain(text: string, whole = text): Address {
  if (isPlainIPv4(text)) return ipaddr.IPv4.parse(text);
  const hexadecimal = PLAIN_IPV6.test(text) ? withoutDottedTail(text) : undefined;
  if (hexadecimal !== undefined && ipaddr.IPv6.isValid(hexadecimal)) return ipaddr.IPv6.parse(hexadecimal);
  throw faultOf(whole);
}

function isPlainIPv4(text: string): boolean {
  return PLAIN_IPV4.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

/**
 * An IPv6 address with its last 32 bits in hexadecimal. The parser takes any dotted tail for an IPv4-mapped address,
 * but `::1.2.3.4` is not `::ffff:1.2.3.4`, and PostgreSQL writes `::102:304` as the former.
 */
function withoutDottedTail(text: string): string | undefined {
  if (!text.includes('.')) return text;
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (!isPlainIPv4(tail)) return undefined;
  const [a, b, c, d] = tail.split('.').map(Number) as [number, number, number, number];
  return `${text.slice(0, -tail.length)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
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
