import { Injectable } from '@nestjs/common';
import type { Origin } from '../../protocol/origin.js';
import type { Parameters } from '../../protocol/parameters.js';
import { AddressNotAllowed, InvalidClient, InvalidRequest } from '../../protocol/refusal.js';
import { type Application, Applications } from '../stores/applications.js';
import { basicCredentials } from './client-secret-basic.js';
import { ClientSecrets } from './client-secrets.js';

export interface ClientCredentialsOffered {
  authorization: string | undefined;
  parameters: Parameters;
  origin: Origin;
}

interface Claimed {
  clientId: string;
  /** Undefined: the client only says who it is (`none`). */
  secret: string | undefined;
}

const MAX_CLIENT_ID = 256;

/**
 * Establishes which application calls.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3
 */
@Injectable()
export class ClientAuthentication {
  constructor(
    private readonly applications: Applications,
    private readonly secrets: ClientSecrets,
  ) {}

  /** The application that calls, authenticated as its type demands, from an address it may call from. */
  async authenticate(offered: ClientCredentialsOffered): Promise<Application> {
    const claimed = claimOf(offered);
    // a made-up name of any length would stay in the memory of absent clients
    const isName = claimed.clientId.length <= MAX_CLIENT_ID;
    const application = isName ? await this.applications.byClientId(claimed.clientId) : undefined;
    const subject = { clientId: claimed.clientId.slice(0, MAX_CLIENT_ID) };

    if (claimed.secret !== undefined) {
      // an unknown client costs what a known one does
      const fault = this.secrets.verify(application, claimed.secret, offered.origin);
      if (fault !== undefined) throw new InvalidClient(fault, subject);
    } else if (application?.tokenEndpointAuthMethod !== 'none' || application.type !== 'public') {
      throw new InvalidClient(application ? 'no client secret was sent' : 'no such client', subject);
    }
    if (application === undefined || application.builtIn) throw new InvalidClient('no such client', subject);
    if (application.disabled) throw new InvalidClient('the application is disabled', subject);
    const { address } = offered.origin;
    if (!application.whitelist.allows(address)) {
      throw new AddressNotAllowed(`${address} is not on the application's whitelist`, subject);
    }
    return application;
  }
}

/**
 * RFC 6749 §2.3: "The client MUST NOT use more than one authentication method in each request."
 */
function claimOf({ authorization, parameters }: ClientCredentialsOffered): Claimed {
  const inBody = parameters.optional('client_id');
  const secretInBody = parameters.optional('client_secret');
  if (authorization === undefined) {
    if (inBody === undefined) throw new InvalidClient('no client_id was sent');
    return { clientId: inBody, secret: secretInBody };
  }
  const basic = basicCredentials(authorization);
  if (secretInBody !== undefined) {
    throw InvalidRequest.field('client_secret', 'is given both in the body and in the Authorization header');
  }
  if (inBody !== undefined && inBody !== basic.clientId) {
    throw InvalidRequest.field('client_id', 'names another client than the Authorization header');
  }
  return basic;
}
