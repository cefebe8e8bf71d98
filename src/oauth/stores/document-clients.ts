import type { Origin } from '../../protocol/origin.js';
import type { Application } from './applications.js';

/** Applications described by the document at their `client_id`. */
export abstract class DocumentClients {
  /** Stores the content of the document, so that consents and sign-ins can refer to it; writes nothing if unchanged. */
  abstract keep(application: Application, origin: Origin): Promise<void>;
}
