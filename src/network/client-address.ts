import { type Network, canonicalAddress, parseAddress } from './network.js';

/** How many hops of one X-Forwarded-For are looked at. */
const MAX_HOPS = 32;

/** Stands for a peer that has none, such as a socket file. */
const NO_ADDRESS = '0.0.0.0';

/** The address of a socket's peer in its canonical form. */
export function peerAddress(remote: string): string {
  // the system names the interface of a link-local peer: fe80::1%eth0
  return canonicalAddress(remote.replace(/%.*$/, '')) ?? NO_ADDRESS;
}

/** A port behind an address, and the brackets an IPv6 address may stand in: as Azure's proxies write a hop. */
const WITH_PORT = /^(?:\[([^[\]]+)\]|([^:]+))(?::\d{1,5})?$/;

/** Told of a hop that a trusted proxy wrote and that cannot be read. */
export type UnreadableHop = (hop: string, proxy: string) => void;

/**
 * The address a request comes from: its `peerAddress`, unless that is a proxy the settings name;
 * then the rightmost hop of `X-Forwarded-For` that is not such a proxy. The leftmost is whatever the
 * client wrote, and a name is never looked up: a hop that is no address stands for the proxy that passed it on.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  proxies: readonly Network[],
  unreadable?: UnreadableHop,
): string {
  let address = peer;
  if (proxies.length === 0 || forwardedFor === undefined) return address;
  const hops = forwardedFor.split(',');
  for (let i = hops.length - 1; i >= Math.max(0, hops.length - MAX_HOPS); i--) {
    const current = parseAddress(address);
    if (!proxies.some((proxy) => proxy.contains(current))) break;
    const text = (hops[i] ?? '').trim();
    const hop = addressOfHop(text);
    if (hop === undefined) {
      unreadable?.(text, address);
      break;
    }
    address = hop;
  }
  return address;
}

function addressOfHop(text: string): string | undefined {
  const plain = canonicalAddress(text);
  if (plain !== undefined) return plain;
  const [, bracketed, bare] = WITH_PORT.exec(text) ?? [];
  // brackets are for IPv6 alone
  if (bracketed !== undefined) return bracketed.includes(':') ? canonicalAddress(bracketed) : undefined;
  return bare === undefined ? undefined : canonicalAddress(bare);
}
