import type { Origin } from '../../protocol/origin.js';
import type { Application } from './applications.js';

/** Applications that are described by the document at their `client_id`. */
export abstract class DocumentClients {
  /** Keeps what the document says, so that consents and sign-ins can refer to it; writes nothing when that is known. */
  abstract keep(application: Application, origin: Origin): Promise<void>;
}
