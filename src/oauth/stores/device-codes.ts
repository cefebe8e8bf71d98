import type { SignedIn } from '../authorize/signed-in.js';
import type { Origin } from '../../protocol/origin.js';

export interface NewDeviceCode {
  id: string;
  /** SHA-256. */
  secretHash: Buffer;
  /** Without the dash. */
  userCode: string;
  /** There may be no row of it yet. */
  applicationId: string;
  clientId: string;
  scopes: readonly string[];
  /** What the request itself named, also what is left out of it. */
  askedScopes: readonly string[];
  resources: readonly string[];
  origin: Origin;
  /** The caller it counts for; see `callerOf`. */
  caller: string;
  now: Date;
  expiresAt: Date;
  /** Seconds. */
  interval: number;
}

/** A device that waits, as the person who typed its code sees it. */
export interface WaitingDevice {
  id: string;
  clientId: string;
  scopes: readonly string[];
  resources: readonly string[];
  /** Where the device asked from. */
  address: string | null;
  createdAt: Date;
}

export type PollOutcome =
  | { outcome: 'pending' }
  | { outcome: 'slow_down' }
  | { outcome: 'denied'; userId: string | null }
  | { outcome: 'expired' }
  | { outcome: 'unknown' }
  /** Of any number of parallel polls one is told this. */
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

/** What a person decided about a device. */
export interface DeviceChoice {
  decision: 'allow' | 'deny';
  /** Those they were shown, which are all that is left of the request. */
  scopes: readonly string[];
  application: { id: string };
}

/** Device codes. Every act is one atomic statement. */
export abstract class DeviceCodes {
  /** False when the user code is taken by another device that waits. @throws TooManyRequests */
  abstract add(code: NewDeviceCode): Promise<boolean>;

  /** The device that waits for a decision under this user code. */
  abstract waiting(userCode: string, now: Date): Promise<WaitingDevice | undefined>;

  /** Seconds to wait after too many codes from this network that nobody waits under; undefined: try. */
  abstract waitAfterGuesses(network: string): Promise<number | undefined>;

  /** Counts a code that nobody waits under. */
  abstract guessed(network: string): Promise<void>;

  /**
   * Records what a person decided, once; audited. What is allowed holds while session, account and application stay
   * as they are. False when there was nothing to decide any more.
   */
  abstract decide(deviceId: string, choice: DeviceChoice, by: SignedIn, origin: Origin): Promise<boolean>;

  /** What a device is told that asks for its tokens; notes that it asked. */
  abstract poll(deviceId: string, secretHash: Buffer, applicationId: string, now: Date): Promise<PollOutcome>;
}
