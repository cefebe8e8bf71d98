import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { Origin } from '../../protocol/origin.js';
import type { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { ClientLookup } from '../client-documents/client-lookup.js';
import type { Application } from '../stores/applications.js';
import type { PresentedRequest } from '../stores/pushed-requests.js';
import { isPushed, PushedAuthorization } from './pushed-authorization.js';
import { PublishedRequests } from './published-request.js';
import { RequestObjects } from './request-object.js';
import type { WaitingRequest } from './ticket.js';

/** The effective parameters, and how the client sent them. */
export interface Source {
  parameters: Parameters;
  /** Whether the client pushed them (RFC 9126), earlier or now. */
  pushed: boolean;
  pushedAs: PresentedRequest | undefined;
  /** Whether they come from a signed request object (RFC 9101). */
  signed: boolean;
  /** The client's epoch when the signature was verified; undefined: there was none, or it is not known any more. */
  signedUnder?: number | undefined;
}

/** Finds the parameters of an authorization request: in the URL, in a pushed request, or in a signed object. */
@Injectable()
export class RequestSource {
  constructor(
    private readonly clients: ClientLookup,
    private readonly pushed: PushedAuthorization,
    private readonly objects: RequestObjects,
    private readonly published: PublishedRequests,
    private readonly clock: Clock,
  ) {}

  /** The same request with its published request object embedded, because the published text may change. */
  async inPlace(parameters: Parameters, origin: Origin): Promise<Parameters> {
    const uri = parameters.optional('request_uri');
    if (uri === undefined || isPushed(uri) || parameters.optional('request') !== undefined) return parameters;
    const client = await this.clientOf(parameters, origin);
    // the caller refuses an unknown client
    if (client === undefined) return parameters;
    return parameters.without('request_uri').with('request', await this.published.read(uri, client, origin));
  }

  /** RFC 9126 §4, RFC 9101 §5: parameters beside `request_uri` or `request` are ignored, except `client_id`. */
  async of({ parameters: sent, signed, signedUnder, startedAt }: WaitingRequest, origin: Origin): Promise<Source> {
    // as those of a pushed request: a client that changes its keys loses none of the sign-ins on their way
    if (signed === true) return { parameters: sent, pushed: false, pushedAs: undefined, signed, signedUnder };
    const parameters = await this.inPlace(sent, origin);
    const requestUri = parameters.optional('request_uri');
    const jwt = parameters.optional('request');
    const plain = { parameters, pushed: false, pushedAs: undefined, signed: false };
    if (requestUri !== undefined && jwt !== undefined) {
      throw InvalidRequest.field('request_uri', 'must not be given together with request');
    }
    const client = (requestUri ?? jwt) === undefined ? undefined : await this.clientOf(parameters, origin);
    // the caller refuses an unknown client
    if (client === undefined) return plain;
    if (jwt !== undefined) return this.signed(jwt, parameters, client, startedAt, origin);
    if (requestUri === undefined) return plain;
    const { parameters: sentAhead, presented } = await this.pushed.read(requestUri, client, startedAt);
    // the request was checked when it was pushed
    return { parameters: sentAhead, pushed: true, pushedAs: presented, signed: true };
  }

  /** A request that a client pushes, which may itself be signed. */
  async ofPush(parameters: Parameters, client: Application, origin: Origin): Promise<Source> {
    if (parameters.optional('request_uri') !== undefined) {
      // RFC 9126 §2.1: "The request_uri authorization request parameter is one exception, and it MUST NOT be provided."
      throw InvalidRequest.field('request_uri', 'must not be given in a pushed request');
    }
    const jwt = parameters.optional('request');
    if (jwt === undefined) return { parameters, pushed: true, pushedAs: undefined, signed: false };
    return { ...(await this.signed(jwt, parameters, client, this.clock.now(), origin)), pushed: true };
  }

  private async signed(
    jwt: string,
    outside: Parameters,
    client: Application,
    startedAt: Date,
    origin: Origin,
  ): Promise<Source> {
    const parameters = await this.objects.read(jwt, client, startedAt, origin);
    const responseType = outside.optional('response_type');
    // OpenID Connect Core §6.1: a parameter that is also in the query "MUST match"
    if (responseType !== undefined && responseType !== parameters.optional('response_type')) {
      throw InvalidRequest.field('response_type', 'is another than in the request object');
    }
    return { parameters, pushed: false, pushedAs: undefined, signed: true, signedUnder: client.epoch };
  }

  private async clientOf(parameters: Parameters, origin: Origin): Promise<Application | undefined> {
    const client = await this.clients.find(parameters.required('client_id'), origin);
    return client === undefined || client.builtIn || client.disabled ? undefined : client;
  }
}
