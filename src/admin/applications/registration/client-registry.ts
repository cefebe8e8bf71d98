import type { DoneBy } from '../../../protocol/audit-event.js';
import type { NewSecret } from '../application-store.js';
import type { Whitelist } from '../../../network/whitelist.js';
import type { Carrier } from '../gifts.js';
import type { Registration } from '../../../protocol/registration.js';

/** An application as it registered itself. */
export interface RegisteredClient extends Omit<Registration, 'scope'> {
  id: string;
  clientId: string;
  type: 'confidential' | 'public';
  scopes: string[];
  createdAt: Date;
}

/** A registration as it is kept, with what an administrator gave it, and from where its application may be used. */
export type KeptRegistration = RegisteredClient & Carrier & { whitelist: Whitelist };

export interface NewRegistration extends Omit<RegisteredClient, 'createdAt'> {
  registered: 'open' | 'token';
  /** SHA-256 of the registration access token. */
  tokenHash: Buffer;
}

/** The registrations. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
export abstract class ClientRegistry {
  /** When it was kept. */
  abstract add(client: NewRegistration, secret: NewSecret | undefined, by: DoneBy): Promise<Date>;

  /** The application that this registration access token is for; undefined when there is none or it is disabled. */
  abstract find(clientId: string, tokenHash: Buffer): Promise<KeptRegistration | undefined>;

  /**
   * Replaces what was registered as `plan` decides, which sees it locked and throws to refuse; a secret given is the
   * only one from then on. Undefined when the registration was ended meanwhile.
   */
  abstract replace(
    id: string,
    plan: (current: KeptRegistration) => RegisteredClient,
    secret: NewSecret | undefined,
    by: DoneBy,
  ): Promise<RegisteredClient | undefined>;

  /** Counts a registration by anybody from this network; the seconds to wait when there were too many. */
  abstract admit(network: string): Promise<number | undefined>;
}
