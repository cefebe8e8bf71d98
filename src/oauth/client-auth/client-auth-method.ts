import type { X509Certificate } from 'node:crypto';
import type { Origin } from '../../protocol/origin.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { Comparison } from '../../protocol/comparison.js';
import type { Application } from '../stores/applications.js';
import type { BasicCredentials } from './basic-credentials.js';

/** The parts of a request that may authenticate its client. */
export interface ClientCredentialsOffered {
  authorization: string | undefined;
  parameters: Parameters;
  origin: Origin;
  /** The path of the endpoint below the issuer: `/oauth/token`. */
  endpoint: string;
  /** The TLS certificate of the client, read on demand. */
  certificate: () => X509Certificate | undefined;
}

/** The same, its `Authorization` header read once for all methods. */
export interface ClientCredentialsRead extends ClientCredentialsOffered {
  /** Undefined if the header is absent or of another scheme. */
  basic: BasicCredentials | undefined;
}

/** A reason in words, with what was sent beside what would have been accepted where that says more. */
export type ProofFault = string | { detail: string; compared: Comparison };

/** The client that a request claims to be from, not yet verified. */
export interface PresentedCredential {
  clientId: string;
  /** Undefined if the proof is valid; otherwise the reason, for the audit trail. The application may not exist. */
  fault: (application: Application | undefined) => Promise<ProofFault | undefined> | ProofFault | undefined;
  /** A description of the proof, used if a later step refuses the request. */
  proof?: (application: Application) => string;
}

/** A client authentication method. */
export abstract class ClientAuthMethod {
  /** The `token_endpoint_auth_method` values that it serves. */
  abstract readonly names: readonly string[];

  /** Undefined when the request does not use this method. */
  abstract credentialIn(offered: ClientCredentialsRead): PresentedCredential | undefined;
}

/**
 * The client that a request without a shared secret or assertion names: in `client_id`, or by HTTP Basic with an empty password,
 * as libraries write the name of a public client. RFC 6749 §2.3.1: "The client MAY omit the parameter if the client secret is
 * an empty string."
 */
export function bareClientId({ basic, parameters }: ClientCredentialsRead): string | undefined {
  if (parameters.optional('client_secret') !== undefined) return undefined;
  if (parameters.optional('client_assertion') !== undefined) return undefined;
  if (basic === undefined) return parameters.optional('client_id');
  return basic.secret === '' ? basic.clientId : undefined;
}
