import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { bearerOf } from '../../../access/bearer.js';
import { doneBy } from '../../../access/caller.js';
import type { NewSecret } from '../application.js';
import { ApplicationsRepository } from '../applications.repository.js';
import { NewClientSecrets } from '../client-secret.js';
import type { DoneBy } from '../../../protocol/audit-event.js';
import { Settings } from '../../../config/settings.js';
import { authorizationOf } from '../../../http/authorization-header.js';
import { IpWhitelistGuard } from '../../../network/ip-whitelist.guard.js';
import { namedByAccount, namedByRegistered, namedByUnknown, type Occasion } from '../../../outgoing/occasion.js';
import { needsSecret } from '../../../protocol/client-auth-method.js';
import { asDecided } from '../../../protocol/client-metadata.js';
import { metadataFault } from '../../../protocol/client-metadata-rules.js';
import { InvalidToken, NotFound, Refusal } from '../../../protocol/refusal.js';
import { UNCONDITIONAL } from '../../../protocol/standing.js';
import { defaultGrants, grantsOf, invalidMetadata, isGiven } from '../../../protocol/registration.js';
import { randomBase62 } from '../../../secrets/base62.js';
import { sha256 } from '../../../secrets/secrets.js';
import { carriesGift, refuseWidening } from '../gifts.js';
import type { KeptRegistration, RegisteredClient } from './registered-client.js';
import { RegistrationRepository } from './registration.repository.js';
import { presentRegistration, type RegistrationAnswer } from './registration.presentation.js';
import { type Found, SelfDescriptions } from './self-descriptions.js';

const TOKEN_PREFIX = 'lkg_';
/** What an application has that registers itself for the first time. */
const NOTHING = { grantTypes: [], scopes: [], metadata: {} };

/** Applications that register themselves, and look after it by a token of their own. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly registry: RegistrationRepository,
    private readonly applications: ApplicationsRepository,
    private readonly descriptions: SelfDescriptions,
    private readonly newSecrets: NewClientSecrets,
    private readonly settings: Settings,
  ) {}

  async register(document: unknown, request: FastifyRequest): Promise<RegistrationAnswer> {
    const token = `${TOKEN_PREFIX}${randomBase62()}`;
    const { described } = await this.descriptions.read(document, occasionOf(request), NOTHING);
    const client = { ...described, id: uuidv7(), clientId: randomBase62() };
    const secret = this.secretFor(client);
    const registered = this.settings.dynamicRegistration === 'open' ? 'open' : 'token';
    const { caller } = request;
    const by = caller === undefined ? anonymous(request) : doneBy(caller);
    const createdAt = await this.registry.add({ ...client, registered, tokenHash: sha256(token) }, secret?.kept, by);
    return this.answer({ ...client, createdAt }, token, secret?.shown);
  }

  async read(clientId: string, request: FastifyRequest): Promise<RegistrationAnswer> {
    const { client, token } = await this.authenticated(clientId, request);
    return this.answer(client, token, undefined);
  }

  /** RFC 7592 §2.2: the request "MUST include the "client_id" field", and omits fields to unset them. */
  async replace(clientId: string, document: unknown, request: FastifyRequest): Promise<RegistrationAnswer> {
    const { client, token } = await this.authenticated(clientId, request);
    if ((document as { client_id?: unknown } | null)?.client_id !== clientId) {
      throw new Refusal('invalid_client_metadata', 'client_id: must be the one that is registered');
    }
    const occasion = namedByRegistered(client, request.origin.address);
    const found = await this.descriptions.read(document, occasion, client);
    if (found.described.type !== client.type) {
      const rule = 'cannot change between none and a method that proves something; register again';
      throw new Refusal('invalid_client_metadata', `token_endpoint_auth_method: ${rule}`);
    }
    const plan = (current: KeptRegistration) => replacement(current, found);
    const { tokenEndpointAuthMethod: method } = plan(client);
    const changes = method !== client.tokenEndpointAuthMethod;
    const secret = changes ? this.secretFor({ ...client, tokenEndpointAuthMethod: method }) : undefined;
    const next = await this.registry.replace(client.id, plan, secret?.kept, itself(clientId, token, request));
    if (next === undefined) throw notTheirs(clientId);
    return this.answer(next, token, secret?.shown);
  }

  async delete(clientId: string, request: FastifyRequest): Promise<void> {
    const { client, token } = await this.authenticated(clientId, request);
    await this.applications.delete(client.id, itself(clientId, token, request));
  }

  private secretFor(client: Omit<RegisteredClient, 'createdAt'>): { shown: string; kept: NewSecret } | undefined {
    return needsSecret(client.tokenEndpointAuthMethod) ? this.newSecrets.for(client, null) : undefined;
  }

  /** Whose token it is not, and who is unknown, hear the same. */
  private async authenticated(clientId: string, request: FastifyRequest) {
    if (this.settings.dynamicRegistration === 'off') throw new NotFound('Registration of applications');
    const token = bearerOf(authorizationOf(request));
    const client = token === undefined ? undefined : await this.registry.find(clientId, sha256(token));
    if (token === undefined || client === undefined) {
      throw notTheirs(clientId);
    }
    IpWhitelistGuard.decide(request.origin.address, {
      whitelist: client.whitelist,
      name: "the application's whitelist",
      subject: { clientId },
    });
    return { client, token };
  }

  private answer(client: RegisteredClient, token: string, secret: string | undefined): RegistrationAnswer {
    return presentRegistration(client, { token, secret, issuer: this.settings.issuer });
  }
}

/** Without a caller registration is open: what a client names is named by no account. */
function occasionOf({ caller, origin }: FastifyRequest): Occasion {
  return caller === undefined ? namedByUnknown(origin.address) : namedByAccount(caller.account?.id ?? null);
}

function notTheirs(clientId: string): InvalidToken {
  return new InvalidToken('not the registration access token of this application', {
    clientId,
    isUnknownClient: true,
  });
}

/**
 * What a registration becomes, or why it may not. The default scopes grow with the catalogue: not under a gift. Scopes that
 * a grant uses without a person's consent do not grow at all, and those reserved for admins are only kept.
 */
function replacement(current: KeptRegistration, found: Found): RegisteredClient {
  const { described: said, reserved, hasDefaultScopes, hasDefaultGrants } = found;
  const metadata = asDecided(said.metadata, current.metadata);
  // an administrator may have taken one away since the document was read, or a scope
  const listed = grantsOf(said.grantTypes, current.grantTypes);
  const keepsScopes = listed.some(isGiven) || (hasDefaultScopes && carriesGift(current));
  const mayAdd = (scope: string) => !keepsScopes && !reserved.includes(scope);
  const scopes = said.scopes.filter((scope) => mayAdd(scope) || current.scopes.includes(scope));
  const grantTypes = hasDefaultGrants ? defaultGrantsOver(current, scopes) : listed;
  const fault = metadataFault({ ...said, grantTypes, metadata });
  if (fault !== undefined) throw invalidMetadata(fault.field, fault.message);
  const next = { ...current, ...said, grantTypes, scopes, metadata };
  refuseWidening(current, next);
  return next;
}

/** A default is no wish of the application, which is refused under a gift: there it adds no refresh tokens. */
function defaultGrantsOver(current: KeptRegistration, scopes: readonly string[]): string[] {
  const grants = defaultGrants(scopes);
  if (!carriesGift(current)) return grants;
  return grants.filter((grant) => grant !== 'refresh_token' || current.grantTypes.includes(grant));
}

function anonymous({ origin: { address, requestId } }: FastifyRequest): DoneBy {
  return { actor: { type: 'anonymous', id: null }, clientId: null, address, requestId, ...UNCONDITIONAL };
}

function itself(clientId: string, token: string, { origin: { address, requestId } }: FastifyRequest): DoneBy {
  const standing = { kind: 'registration', accountId: null, clientId, tokenHash: sha256(token) } as const;
  return { actor: { type: 'application', id: clientId }, clientId, address, requestId, standing };
}
