import type { IPv4, IPv6 } from 'ipaddr.js';
import { Network } from './network.js';

/** Global unicast (RFC 4291 section 2.4 and IANA's registry): everything else in IPv6 is special. */
const GLOBAL_IPV6 = Network.parse('2000::/3');
/** A cloud metadata service on an address outside the special ranges. */
const METADATA = Network.parse('168.63.129.16');

/** Whether an address is public: not private, loopback, link-local, shared, multicast or reserved. */
export function isPublicAddress(address: IPv4 | IPv6): boolean {
  if (address.range() !== 'unicast' || METADATA.contains(address)) return false;
  return address.kind() === 'ipv4' || GLOBAL_IPV6.contains(address);
}

export function isLoopbackAddress(address: IPv4 | IPv6): boolean {
  return address.range() === 'loopback';
}
