import { Injectable } from '@nestjs/common';
import type { Parameters } from '../../protocol/parameters.js';
import { matchesRedirectUri } from '../../protocol/redirect-uri.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { ClientDocuments } from '../client-documents/client-documents.js';
import type { Application } from '../stores/applications.js';
import { AUTHORIZE_CHECKS } from './checks.js';
import { RESPONSE_MODES, type ResponseMode, type ReturnAddress } from './authorization-request.js';

/**
 * Establishes where the answer may go, before anything else is looked at. What fails here is told to the person:
 * RFC 6749 §4.1.2.1: the server "MUST NOT automatically redirect the user-agent to the invalid redirection URI".
 */
@Injectable()
export class ReturnAddresses {
  constructor(private readonly clients: ClientDocuments) {}

  async of(parameters: Parameters): Promise<ReturnAddress> {
    const clientId = parameters.required('client_id');
    const client = await this.clients.find(clientId);
    if (client === undefined || client.builtIn || client.disabled) {
      throw new InvalidRequest('client_id: names no application that may sign people in here', [], {
        detail: client?.disabled === true ? 'the application is disabled' : 'no such client',
        subject: { clientId: clientId.slice(0, 256) },
      }).at(AUTHORIZE_CHECKS, 'client');
    }
    const given = parameters.optional('redirect_uri');
    return {
      client,
      redirectUri: redirectUriOf(client, given),
      redirectUriGiven: given !== undefined,
      responseMode: responseModeOf(parameters),
      state: parameters.optional('state'),
    };
  }
}

/** RFC 9700 §2.1: "exact string matching"; only the port of a loopback address may vary (RFC 8252 §7.3). */
function redirectUriOf(client: Application, given: string | undefined): string {
  const { clientId } = client;
  if (given === undefined) {
    const [only, ...others] = client.redirectUris;
    if (only === undefined || others.length > 0) {
      throw new InvalidRequest('redirect_uri: is required', [], { subject: { clientId } }).at(
        AUTHORIZE_CHECKS,
        'redirect-uri',
        {
          client: client.name,
        },
      );
    }
    return only;
  }
  if (!matchesRedirectUri(client.redirectUris, given)) {
    throw new InvalidRequest('redirect_uri: is not one that the application registered', [], {
      subject: { clientId },
    }).at(AUTHORIZE_CHECKS, 'redirect-uri', {
      client: client.name,
    });
  }
  return given;
}

/** An unknown mode is answered in the default one. */
function responseModeOf(parameters: Parameters): ResponseMode {
  const asked = parameters.optional('response_mode');
  return RESPONSE_MODES.find((mode) => mode === asked) ?? 'query';
}
