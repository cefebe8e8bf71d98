import { Network } from '../../network/network.js';
import { AccessDenied } from '../../protocol/refusal.js';
import type { ApiKeyRecord, IpEntry } from './api-key.js';

/** How long, and from where, a key works. */
type Bounds = Pick<ApiKeyRecord, 'expiresAt' | 'ipWhitelist'>;

/**
 * The bounds of a key that another key makes: it lives no longer than its maker and works from nowhere else. Anything
 * not asked for is as its maker has it.
 */
export function boundsWithin(maker: Bounds, asked: Bounds): Bounds {
  return { expiresAt: endWithin(maker.expiresAt, asked.expiresAt), ipWhitelist: placesWithin(maker, asked) };
}

function endWithin(last: Date | null, asked: Date | null): Date | null {
  if (last === null || asked === null || asked <= last) return asked ?? last;
  const message = `must be no later than ${last.toISOString()}, when the API key that makes it stops working`;
  throw AccessDenied.explained('expires_at', message);
}

function placesWithin(maker: Bounds, asked: Bounds): IpEntry[] {
  if (maker.ipWhitelist.length === 0) return asked.ipWhitelist;
  if (asked.ipWhitelist.length === 0) return maker.ipWhitelist;
  const networks = maker.ipWhitelist.map(({ cidr }) => Network.parse(cidr));
  const outside = asked.ipWhitelist.find(
    ({ cidr }) => !networks.some((network) => network.covers(Network.parse(cidr))),
  );
  if (outside === undefined) return asked.ipWhitelist;
  const message = `${outside.cidr} is not on the IP whitelist of the API key that makes it`;
  throw AccessDenied.explained('ip_whitelist', message);
}
