import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { Origin } from '../../protocol/origin.js';
import type { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest, Refusal } from '../../protocol/refusal.js';
import { brokenRule, REQUEST_RULES } from '../profiles/fapi2.js';
import type { Application } from '../stores/applications.js';
import { AuthorizationError } from './authorization-error.js';
import type { AuthorizationRequest, ReturnAddress } from './authorization-request.js';
import { checkDelivery } from './check-delivery.js';
import { AUTHORIZE_CHECKS, type AuthorizeCheck, CHECKS } from './checks.js';
import { IdTokenHints } from './id-token-hint.js';
import { type Source, RequestSource } from './request-source.js';
import { RequestedAccess } from './requested-access.js';
import { ReturnAddresses } from './return-address.js';
import { noLongerValid, type WaitingRequest } from './ticket.js';

/** Expected where no account may answer. */
const NO_SUBJECT = '';

/** Turns the parameters of an authorization request into a checked request, or into the right kind of error. */
@Injectable()
export class AuthorizationPipeline {
  constructor(
    private readonly addresses: ReturnAddresses,
    private readonly hints: IdTokenHints,
    private readonly sources: RequestSource,
    private readonly access: RequestedAccess,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws Refusal before client and redirect URI are verified
   * @throws AuthorizationError afterwards
   */
  async check(waiting: WaitingRequest, origin: Origin): Promise<AuthorizationRequest> {
    const source = await this.readSource(waiting.parameters, origin, () => this.sources.of(waiting, origin));
    return this.checkSource(source, origin, waiting.defaultScopes);
  }

  /** An authorization request as the pages carry it: a published request object is fetched now, and only once. */
  async receive(parameters: Parameters, startedAt: Date, origin: Origin): Promise<WaitingRequest> {
    const inPlace = () => this.sources.inPlace(parameters, origin);
    return { parameters: await this.readSource(parameters, origin, inPlace), startedAt };
  }

  /** Checks a pushed request; returns the parameters to store. */
  async checkPush(parameters: Parameters, client: Application, origin: Origin): Promise<Parameters> {
    const source = await this.sources.ofPush(parameters, client, origin);
    await this.checkSource(source, origin);
    return source.parameters;
  }

  private async checkSource(
    source: Source,
    origin: Origin,
    defaultScopes?: readonly string[],
  ): Promise<AuthorizationRequest> {
    const { parameters, pushed, pushedAs, signedUnder } = source;
    const signedParameters = source.signed && !pushed ? parameters : undefined;
    const address = await this.addresses.of(parameters, origin);
    const { client } = address;
    refuseEnded(signedUnder, client);
    let reached: AuthorizeCheck = 'delivery';
    try {
      checkDelivery(source, client, this.settings);
      const asking = { client, defaultScopes, askable: await this.access.askableBy(client) };
      const established: Partial<AuthorizationRequest>[] = [];
      for (const [name, check] of CHECKS) {
        reached = name;
        established.push(check(parameters, asking));
      }
      const sent = { pushedAs, signedParameters, signedUnder };
      const request = Object.assign(sent, address, ...established) as AuthorizationRequest;
      reached = 'request-profile';
      const broken = brokenRule(REQUEST_RULES, client, { ...request, pushed });
      if (broken !== undefined) throw new InvalidRequest(broken);
      reached = 'resource';
      const { resources, scopes } = await this.access.at(request.resources, request.scopes);
      reached = 'id-token-hint';
      const hinted = await this.hintedSubject(parameters, request);
      const expectedSubjects = [...request.expectedSubjects, ...(hinted === undefined ? [] : [hinted])];
      return { ...request, resources, scopes, expectedSubjects };
    } catch (error) {
      throw toClient(failedAt(reached, error, client), address);
    }
  }

  /** Errors are sent to the client only if the plain parameters name a valid redirect URI. */
  private async readSource<T>(parameters: Parameters, origin: Origin, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      const address = await this.addressNamed(parameters, origin);
      throw address === undefined ? failedAt('source', error) : toClient(failedAt('source', error), address);
    }
  }

  /** The redirect URI of the plain parameters, if it is registered. */
  private async addressNamed(parameters: Parameters, origin: Origin): Promise<ReturnAddress | undefined> {
    if (parameters.optional('redirect_uri') === undefined) return undefined;
    try {
      return await this.addresses.of(parameters, origin);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  private async hintedSubject(
    parameters: Parameters,
    { client, prompts }: AuthorizationRequest,
  ): Promise<string | undefined> {
    const hint = parameters.optional('id_token_hint');
    if (hint === undefined) return undefined;
    const hinted = await this.hints.read(hint);
    // its subject cannot be proved: a silent request must not be answered, any other goes on without the hint
    const unproved = prompts.has('none') ? NO_SUBJECT : undefined;
    if (hinted === undefined && this.hints.mayBeOfLongAgo(hint)) return unproved;
    if (hinted?.clientId !== client.clientId) {
      throw InvalidRequest.field('id_token_hint', 'is not an id_token that this server gave this application');
    }
    return hinted.issuedAt < (client.subjectsSince ?? hinted.issuedAt) ? unproved : hinted.subject;
  }
}

/**
 * As a pushed request does, a signed one ends with everything of its client: who signed it may have stolen the key. It is
 * not answered at all, for it names where the answer would go.
 */
function refuseEnded(signedUnder: number | undefined, { epoch }: Application): void {
  if (signedUnder === undefined || epoch <= signedUnder) return;
  throw noLongerValid('everything of the application has ended since the request was signed');
}

/** A refusal from here on is sent to the client; other errors are rethrown. */
export function toClient(error: unknown, address: ReturnAddress): unknown {
  return error instanceof Refusal ? new AuthorizationError(error, address) : error;
}

function failedAt(check: AuthorizeCheck, error: unknown, client?: Application): unknown {
  return error instanceof Refusal ? error.at(AUTHORIZE_CHECKS, check, { client: client?.name }) : error;
}
