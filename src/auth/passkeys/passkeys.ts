import type { ProvedAccount } from '../../oauth/stores/accounts.js';
import type { DoneBy } from '../../protocol/audit-event.js';

/** Passkeys that one account may have. */
export const MAX_PASSKEYS = 20;

/** A passkey, as its owner and administrators see it. */
export interface ShownPasskey {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  /** Whether the key cannot leave its device, as the authenticator says. */
  deviceBound: boolean;
}

/** What an assertion is verified with. */
export interface Passkey {
  id: string;
  userId: string;
  /** A COSE key. */
  publicKey: Uint8Array<ArrayBuffer>;
  /** Of signatures; 0: the authenticator does not count. */
  counter: number;
  deviceBound: boolean;
  /** The account's `keysEpoch` when it was made, or last used after the password; under a later one it signs in no more alone. */
  keysEpoch: number;
}

/** How a browser finds a passkey again. */
export interface PasskeyDescriptor {
  /** Base64url. */
  id: string;
  transports: readonly string[];
}

/** A passkey that is to become an account's. */
export interface NewPasskey {
  userId: string;
  /** The account's, when the registration began. */
  epoch: number;
  proofEpoch: number;
  name: string;
  credentialId: Uint8Array;
  publicKey: Uint8Array;
  counter: number;
  transports: readonly string[];
  deviceBound: boolean;
  backedUp: boolean;
  /** A UUID; zeros: untold. */
  aaguid: string;
}

export type Addition =
  | { outcome: 'added'; passkey: ShownPasskey; keepsCodes: boolean }
  /** What proves the person has changed since; the account has enough; some account has this very passkey. */
  | { outcome: 'changed' | 'full' | 'known' };

/** The passkeys of the accounts. */
export abstract class Passkeys {
  abstract byCredential(credentialId: Uint8Array): Promise<Passkey | undefined>;

  abstract descriptorsOf(userId: string): Promise<PasskeyDescriptor[]>;

  /**
   * Records a use. False where the passkey has gone, or its counter did not rise: of parallel callers with one signature
   * one gets true, if the authenticator counts.
   */
  abstract use(passkey: Passkey, counter: number, backedUp: boolean): Promise<boolean>;
  /** Lets a passkey that was used after the password sign in alone, while the account's `keysEpoch` is this one. */
  abstract allowAlone(passkey: Passkey, keysEpoch: number): Promise<void>;

  /**
   * Gives the account a passkey, audited and mailed.
   * @param codeHashes recovery codes, which an account without any keeps (`keepsCodes`)
   */
  abstract add(passkey: NewPasskey, codeHashes: readonly Buffer[], by: DoneBy): Promise<Addition>;

  /** Audited. False: there is none. */
  abstract rename(userId: string, id: string, name: string, by: DoneBy): Promise<boolean>;

  /**
   * Audited and mailed; the recovery codes go with the last factor. False: there is none.
   * @throws Conflict where what proves the account has changed since it was proved
   */
  abstract remove(account: ProvedAccount, id: string, by: DoneBy): Promise<boolean>;
}
