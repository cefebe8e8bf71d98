import { type Network, canonicalAddress, parseAddress } from './network.js';
import { isPublicAddress } from './public-address.js';

/** Maximum number of hops that are read of one X-Forwarded-For. */
const MAX_HOPS = 32;

/** The address of a peer that has none, such as a socket file. */
const NO_ADDRESS = '0.0.0.0';

/** The address of a socket's peer in its canonical form. */
export function peerAddress(remote: string): string {
  return addressIn(remote) ?? NO_ADDRESS;
}

/** The system names the interface of a link-local peer, and proxies pass that on: fe80::1%eth0. */
const ZONE = /(?<=:[^%]*)%\S+$/;

function addressIn(text: string): string | undefined {
  return canonicalAddress(text.replace(ZONE, ''));
}

/** A port after an address, and the brackets around an IPv6 address: as Azure's proxies write a hop. */
const WITH_PORT = /^(?:\[([^[\]]+)\]|([^:]+))(?::\d{1,5})?$/;

/** Called for an unreadable hop of a trusted proxy. */
export type UnreadableHop = (hop: string, proxy: string) => void;

/** Called for the address of a peer that seems to be a proxy, and is none that the settings name. */
export type UnnamedProxy = (proxy: string) => void;

/** Whether a peer with an `X-Forwarded-For` seems to be a proxy that the settings do not name. From anywhere else clients write it. */
export function seemsUnnamedProxy(peer: string, proxies: readonly Network[]): boolean {
  const address = parseAddress(peer);
  return !isPublicAddress(address) && !proxies.some((proxy) => proxy.contains(address));
}

/**
 * The address of the client: its `peerAddress`, unless that is a proxy named in the settings;
 * then the rightmost hop of `X-Forwarded-For` that is not such a proxy. The leftmost one is written by the
 * client, and names are never looked up: an unreadable hop counts as the proxy that passed it on.
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
  const plain = addressIn(text);
  if (plain !== undefined) return plain;
  const [, bracketed, bare] = WITH_PORT.exec(text) ?? [];
  // brackets are for IPv6 alone
  if (bracketed !== undefined) return bracketed.includes(':') ? addressIn(bracketed) : undefined;
  return bare === undefined ? undefined : canonicalAddress(bare);
}
