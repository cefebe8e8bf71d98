import type { Bounds } from '../../access/bounds.js';
import { Network } from '../../network/network.js';
import type { Whitelist } from '../../network/whitelist.js';
import { AccessDenied } from '../../protocol/refusal.js';
import type { ApiKeyRecord, IpEntry } from './api-key.js';

/** How long, and from where, a key works. */
type KeyBounds = Pick<ApiKeyRecord, 'expiresAt' | 'ipWhitelist'>;

/**
 * The bounds of a key: it lives no longer than the credential that makes it and works from nowhere else. Anything not
 * asked for is as its maker has it.
 */
export function boundsWithin({ expiresAt, whitelist }: Bounds, asked: KeyBounds): KeyBounds {
  return {
    expiresAt: endWithin(expiresAt, asked.expiresAt),
    ipWhitelist: placesWithin(whitelist, asked.ipWhitelist),
  };
}

function endWithin(last: Date | null, asked: Date | null): Date | null {
  if (last === null || asked === null || asked <= last) return asked ?? last;
  const message = `must be no later than ${last.toISOString()}, when the API key that makes it stops working`;
  throw AccessDenied.explained('expires_at', message);
}

function placesWithin({ restricts, networks }: Whitelist, asked: IpEntry[]): IpEntry[] {
  if (!restricts) return asked;
  // there is one at least, which let the caller in
  if (asked.length === 0) return networks.map((network) => ({ cidr: network.toString(), note: '' }));
  const outside = asked.find(({ cidr }) => !networks.some((network) => network.covers(Network.parse(cidr))));
  if (outside === undefined) return asked;
  const message = `${outside.cidr} is not on the IP whitelist of the credential that makes it`;
  throw AccessDenied.explained('ip_whitelist', message);
}
