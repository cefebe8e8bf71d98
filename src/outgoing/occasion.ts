import { networkOf } from '../network/network.js';

/** The party that named an address, and the cause of the call. */
export interface Occasion {
  /**
   * `unknown`: an unauthenticated client names the address as its own. `allowed`: so it does, and people have allowed it.
   * `delivery`: this server calls, in the background.
   */
  kind: 'unknown' | 'allowed' | 'registered' | 'delivery';
  /** Whether only web ports, and those of `FETCH_ALLOW_PORTS`, may be called. */
  webPortsOnly: boolean;
  /** A network or an account, whose concurrent calls are bounded. */
  caller: string;
  /** The network whose calls per time are bounded; undefined: not counted. */
  counted?: string;
  /** The document whose calls per time are bounded as well, whichever networks they come from. */
  document?: string;
  /** The account, or all applications of one, whose calls per time are bounded, whichever networks they come from. */
  payer?: string;
}

interface Namer {
  clientId: string;
  ownerId: string | null;
  /** Set if no account registered it. */
  selfRegistered?: boolean;
}

interface Registered {
  id: string;
  /** `open`: anyone could register it. */
  registered: string | null;
}

/** A call that a request from this address causes, to an address that no account registered. */
export function namedByUnknown(from: string): Occasion {
  const network = networkOf(from);
  return { kind: 'unknown', webPortsOnly: true, caller: network, counted: network };
}

/** A call that a request from this address causes, to the document of an application that people have allowed. */
export function namedByAllowed(clientId: string, from: string): Occasion {
  return { ...namedByUnknown(from), kind: 'allowed', document: clientId };
}

/** A call that an account causes, to an address that it registers. */
export function namedByAccount(accountId: string | null): Occasion {
  const caller = accountId ?? 'none';
  return { kind: 'registered', webPortsOnly: false, caller, payer: `account ${caller}` };
}

/** A call to an address that a setting of this server names. */
export function namedBySetting(): Occasion {
  return { kind: 'registered', webPortsOnly: false, caller: 'this server' };
}

/** A call that an application causes with its registration access token, to an address that it names. */
export function namedByRegistered({ id, registered }: Registered, from: string): Occasion {
  if (registered === 'open') return namedByUnknown(from);
  return { ...namedByAccount(id), counted: networkOf(from) };
}

/** A call that a request from this address causes, to an address that an application named. */
export function namedByApplication({ clientId, ownerId, selfRegistered }: Namer, from: string): Occasion {
  if (selfRegistered === true) return namedByUnknown(from);
  const owner = ownerId ?? clientId;
  // a link, which anyone may follow, takes nothing from what the owner does
  return { ...namedByAccount(owner), payer: `applications of ${owner}` };
}

/** A call of this server to an address that an application named. */
export function deliveredTo({ ownerId, selfRegistered }: Omit<Namer, 'clientId'>): Occasion {
  return { kind: 'delivery', webPortsOnly: selfRegistered === true, caller: ownerId ?? 'none' };
}

/** The place of an answer among those kept: a refusal of a caller who may call fewer ports is none of the others'. */
export function placeOf(address: string, { webPortsOnly }: Occasion): string {
  return `${webPortsOnly ? 'web ports' : 'any port'} ${address}`;
}
