import { networkOf } from '../network/network.js';

/** Who named an address that is called, and who set the call off. */
export interface Occasion {
  /** `unknown`: a client says of itself that the address is its own. `delivery`: this server calls, and nobody waits. */
  kind: 'unknown' | 'registered' | 'delivery';
  /** Whether only ports of the web, and those of `FETCH_ALLOW_PORTS`, may be called. */
  webPortsOnly: boolean;
  /** A network or an account: it has only so many calls under way. */
  whose: string;
  /** The network whose requests set off only so many calls in a time; undefined: not counted. */
  counted?: string;
}

interface Namer {
  ownerId: string | null;
  /** Set where no account registered it. */
  unvouched?: boolean;
}

/** A call that a request from this address sets off, to what nobody registered here. */
export function namedByUnknown(from: string): Occasion {
  const network = networkOf(from);
  return { kind: 'unknown', webPortsOnly: true, whose: network, counted: network };
}

/** A call that an account sets off, to an address that it registers. */
export function namedByAccount(accountId: string | null): Occasion {
  return { kind: 'registered', webPortsOnly: false, whose: accountId ?? 'none' };
}

/** A call that a request from this address sets off, to what an application named. */
export function namedByApplication({ ownerId, unvouched }: Namer, from: string): Occasion {
  return unvouched === true ? namedByUnknown(from) : namedByAccount(ownerId);
}

/** A call of this server's own to an address that an application named. */
export function deliveredTo({ ownerId, unvouched }: Namer): Occasion {
  return { kind: 'delivery', webPortsOnly: unvouched === true, whose: ownerId ?? 'none' };
}
