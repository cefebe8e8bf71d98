import type { Payer } from '../../bounds/store-bounds.js';
import type { SignedIn } from '../authorize/signed-in.js';
import type { Origin } from '../../protocol/origin.js';

export interface NewDeviceCode {
  id: string;
  /** SHA-256. */
  secretHash: Buffer;
  /** Without the dash. */
  userCode: string;
  /** It may have no row yet. */
  applicationId: string;
  clientId: string;
  scopes: readonly string[];
  /** The scopes of the request, including those that were left out. */
  askedScopes: readonly string[];
  resources: readonly string[];
  origin: Origin;
  /** The caller that it is charged to; see `callerOf`. */
  caller: Payer;
  now: Date;
  expiresAt: Date;
  /** Seconds. */
  interval: number;
}

/** A waiting device, as shown to the person who entered its code. */
export interface WaitingDevice {
  id: string;
  clientId: string;
  scopes: readonly string[];
  resources: readonly string[];
  /** The client address of the device. */
  address: string | null;
  createdAt: Date;
}

export interface DevicePoll {
  deviceId: string;
  /** SHA-256. */
  secretHash: Buffer;
  applicationId: string;
  /** The client address of the device. */
  address: string;
  /** The resources that the token is asked for; undefined: all that were allowed. */
  resources: readonly string[] | undefined;
  now: Date;
}

export type PollOutcome =
  | { outcome: 'pending' }
  | { outcome: 'slow_down' }
  | { outcome: 'denied'; userId: string | null }
  | { outcome: 'expired' }
  | { outcome: 'unknown' }
  /** The person allowed it, whose whitelist does not let the address in; the code is still good. */
  | { outcome: 'address_not_allowed'; userId: string | null }
  /** The person allowed it, but not for the resources asked for; the code is still good. */
  | { outcome: 'resource_exceeded'; userId: string | null; granted: readonly string[] }
  /** Until a sign-in has begun on it; of parallel polls one begins it. */
  | {
      outcome: 'allowed';
      userId: string;
      userEpoch: number;
      sessionId: string | null;
      scopes: readonly string[];
      askedScopes: readonly string[];
      resources: readonly string[];
      authenticatedAt: Date;
      amr: readonly string[];
    };

/** The decision of a person about a device. */
export interface DeviceChoice {
  decision: 'allow' | 'deny';
  /** The scopes that the person was shown; no others are left of the request. */
  scopes: readonly string[];
  application: { id: string };
}

/** A decision that was taken. */
export interface DecidedDevice {
  userCode: string;
  decision: 'allow' | 'deny';
  sessionId: string;
}

/** Device codes. Every operation is one atomic statement. */
export abstract class DeviceCodes {
  /** False if another waiting device has the user code. @throws TooManyRequests */
  abstract add(code: NewDeviceCode): Promise<boolean>;

  /** The waiting device with this user code. */
  abstract waiting(userCode: string, now: Date): Promise<WaitingDevice | undefined>;

  /**
   * Counts a code of this network before it is looked up. Undefined: it may be, else how many seconds to wait after too many
   * unknown ones.
   */
  abstract admitGuess(network: string): Promise<number | undefined>;

  /** Takes back what `admitGuess` counted: the code was no guess. */
  abstract giveBackGuess(network: string): Promise<void>;

  /**
   * Records the decision of a person, once; audited. It is valid only while session, account and application are unchanged.
   * False if the device no longer waits.
   */
  abstract decide(deviceId: string, choice: DeviceChoice, by: SignedIn, origin: Origin): Promise<boolean>;

  /** The client of the device with this user code, if the decision about it is the same and of the same session. */
  abstract clientOfDecided(decided: DecidedDevice, now: Date): Promise<string | undefined>;

  /** The outcome of a poll; records the poll. */
  abstract poll(poll: DevicePoll): Promise<PollOutcome>;
}
