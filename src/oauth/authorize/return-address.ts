import { Injectable } from '@nestjs/common';
import type { Origin } from '../../protocol/origin.js';
import type { Parameters } from '../../protocol/parameters.js';
import { matchesRedirectUri } from '../../protocol/redirect-uri.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { ClientLookup } from '../client-documents/client-lookup.js';
import type { Application } from '../stores/applications.js';
import { AUTHORIZE_CHECKS } from './checks.js';
import { RESPONSE_MODES, type ResponseMode, type ReturnAddress } from './authorization-request.js';

/**
 * Establishes the redirect URI before any other check. An error here is shown to the person:
 * RFC 6749 §4.1.2.1: the server "MUST NOT automatically redirect the user-agent to the invalid redirection URI".
 */
@Injectable()
export class ReturnAddresses {
  constructor(private readonly clients: ClientLookup) {}

  async of(parameters: Parameters, origin: Origin): Promise<ReturnAddress> {
    const clientId = parameters.required('client_id');
    const client = await this.clients.find(clientId, origin);
    if (client === undefined || client.builtIn || client.disabled) {
      throw new InvalidRequest('client_id: names no application that may sign people in here', [], {
        detail: client?.disabled === true ? 'the application is disabled' : 'no such client',
        subject: { clientId: clientId.slice(0, 256), isUnknownClient: client === undefined },
      }).at(AUTHORIZE_CHECKS, 'client');
    }
    const given = parameters.optional('redirect_uri');
    return {
      client,
      redirectUri: given === undefined ? onlyRedirectUriOf(client, parameters) : registered(client, given),
      redirectUriGiven: given !== undefined,
      responseMode: responseModeOf(parameters),
      state: parameters.optional('state'),
    };
  }
}

/** RFC 6749 §3.1.2.3 makes it optional if only one is registered. OpenID Connect Core §3.1.2.1: "redirect_uri REQUIRED". */
function onlyRedirectUriOf(client: Application, parameters: Parameters): string {
  const [only, ...others] = client.redirectUris;
  const isOpenId = parameters.optional('scope')?.split(' ').includes('openid') ?? false;
  if (only === undefined || others.length > 0 || isOpenId) throw refused(client, 'is required', null);
  return only;
}

/** RFC 9700 §2.1: "exact string matching"; only the port of a loopback address may vary (RFC 8252 §7.3). */
function registered(client: Application, given: string): string {
  if (matchesRedirectUri(client.redirectUris, given)) return given;
  throw refused(client, 'is not one that the application registered', given);
}

function refused({ clientId, name, redirectUris }: Application, fault: string, sent: string | null): InvalidRequest {
  const subject = { clientId };
  const compared = { parameter: 'redirect_uri', sent, accepted: redirectUris };
  return new InvalidRequest(`redirect_uri: ${fault}`, [], { subject, compared }).at(AUTHORIZE_CHECKS, 'redirect-uri', {
    client: name,
  });
}

/** An error about an unknown mode is sent in the default mode. */
function responseModeOf(parameters: Parameters): ResponseMode {
  const asked = parameters.optional('response_mode');
  return RESPONSE_MODES.find((mode) => mode === asked) ?? 'query';
}
