import type { Origin } from '../../protocol/origin.js';
import type { Application } from './applications.js';

/** Applications described by the document at their `client_id`. */
export abstract class DocumentClients {
  /** The epoch that one begins with which has no row: tokens of one that was deleted stay revoked, its own are good. */
  abstract firstEpochOf(clientId: string): number | Promise<number>;

  /** Stores the content of the document, so that consents and sign-ins can refer to it; writes nothing if unchanged. */
  abstract keep(application: Application, origin: Origin): Promise<void>;

  /** Notes that the document of a stored one was read: what is stored counts from then on. */
  abstract wasRead(clientId: string, at: Date): Promise<void>;
}
