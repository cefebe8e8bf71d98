import type { X509Certificate } from 'node:crypto';
import type { Origin } from '../../protocol/origin.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { Application } from '../stores/applications.js';

/** What a request shows of its client. */
export interface ClientCredentialsOffered {
  authorization: string | undefined;
  parameters: Parameters;
  origin: Origin;
  /** The path of the endpoint it was sent to, below the issuer: `/oauth/token`. */
  endpoint: string;
  /** The TLS certificate of the client, read when it is asked for. */
  certificate: () => X509Certificate | undefined;
}

/** Whom a request says it comes from, not yet verified. */
export interface Claim {
  clientId: string;
  /** Undefined when the claim holds; otherwise why not, for the audit trail. There may be no such application. */
  fault: (application: Application | undefined) => Promise<string | undefined> | string | undefined;
  /** By what it held, in words; asked when something later is refused. */
  proof?: (application: Application) => string;
}

/** One way for an application to prove who it is. */
export abstract class ClientAuthMethod {
  /** The registered `token_endpoint_auth_method`s it serves. */
  abstract readonly names: readonly string[];

  /** Undefined when the request does not use this method. */
  abstract claim(offered: ClientCredentialsOffered): Claim | undefined;
}

/** The `client_id` of a request that shows no credential in itself. */
export function bareClientId({ authorization, parameters }: ClientCredentialsOffered): string | undefined {
  if (authorization !== undefined || parameters.optional('client_secret') !== undefined) return undefined;
  if (parameters.optional('client_assertion') !== undefined) return undefined;
  return parameters.optional('client_id');
}
