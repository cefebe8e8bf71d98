import type { FastifyRequest } from 'fastify';
import type { Parameters } from '../../protocol/parameters.js';
import type { ShownSender } from '../sender/sender-constraint.js';
import type { Application } from '../stores/applications.js';
import type { Confirmation } from '../tokens/access-token.js';

declare module 'fastify' {
  interface FastifyRequest {
    client?: Application;
    parameters?: Parameters;
    confirmation?: Confirmation | undefined;
    sender?: ShownSender;
  }
}

/** A request to a back-channel endpoint after its guards authenticated the client. */
export interface ClientRequest extends FastifyRequest {
  readonly client: Application;
  readonly parameters: Parameters;
  /** The key or certificate to which its tokens are bound; undefined: bearer tokens. */
  readonly confirmation?: Confirmation | undefined;
  /** Its proofs of possession, where a guard looked at them. */
  readonly sender?: ShownSender;
}
