import { Injectable } from '@nestjs/common';
import { IpWhitelistGuard } from '../../network/ip-whitelist.guard.js';
import type { Step } from '../../protocol/check-list.js';
import { isClientId } from '../../protocol/client-id.js';
import { printable } from '../../protocol/parameters.js';
import { InvalidClient, InvalidRequest } from '../../protocol/refusal.js';
import { brokenRule, CLIENT_RULES } from '../profiles/fapi2.js';
import { ClientLookup } from '../client-documents/client-lookup.js';
import type { Application } from '../stores/applications.js';
import { subjectOf } from '../stores/caller-of.js';
import { basicCredentials, isBasic } from './basic-credentials.js';
import type {
  PresentedCredential,
  ClientAuthMethod,
  ClientCredentialsOffered,
  ClientCredentialsRead,
} from './client-auth-method.js';
import { CLIENT_CHECKS, foundOf } from './client-checks.js';
import { ClientSecretBasic } from './client-secret-basic.js';
import { ClientSecretJwt } from './client-secret-jwt.js';
import { ClientSecretPost } from './client-secret-post.js';
import { NoAuthentication } from './none.js';
import { PrivateKeyJwt } from './private-key-jwt.js';
import { SelfSignedTlsClientAuth } from './self-signed-tls-client-auth.js';
import { TlsClientAuth } from './tls-client-auth.js';

/** Every method, in the order in which a request is tried. */
export const METHOD_CLASSES = [
  ClientSecretBasic,
  ClientSecretPost,
  PrivateKeyJwt,
  ClientSecretJwt,
  NoAuthentication,
  TlsClientAuth,
  SelfSignedTlsClientAuth,
];

const HEADER_FAULT = 'Authorization: is no client authentication; send HTTP Basic, or client_id in the body';

/** The methods as one injectable list. */
export abstract class ClientAuthMethods {
  abstract readonly inOrder: readonly ClientAuthMethod[];
}

/**
 * Authenticates the client. It may only use the method that it registered.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3
 */
@Injectable()
export class ClientAuthentication {
  constructor(
    private readonly clients: ClientLookup,
    private readonly methods: ClientAuthMethods,
  ) {}

  /** The authenticated client, from an address that its whitelist allows. */
  async authenticate(offered: ClientCredentialsOffered): Promise<Application> {
    const presented = this.presentedIn(offered);
    const [first] = presented;
    if (first === undefined) throw unnamed(offered).at(CLIENT_CHECKS, 'named');
    const { clientId } = first.credential;
    const isName = isClientId(clientId);
    const application = isName ? await this.clients.findToAuthenticate(clientId, offered.origin) : undefined;
    const isUnknownClient = application === undefined;
    const subject = { clientId: isName ? clientId : printable(clientId), isUnknownClient };

    const registered = application?.tokenEndpointAuthMethod;
    const used = registered === undefined ? first : presented.find(({ method }) => method.names.includes(registered));
    if (used === undefined) {
      const [sent = null] = first.method.names;
      const compared = { parameter: 'token_endpoint_auth_method', sent, accepted: [registered ?? ''] };
      throw new InvalidClient(`it registered another method: ${registered ?? ''}`, subject, undefined, compared).at(
        CLIENT_CHECKS,
        'method',
        { known: application?.name },
      );
    }
    // an unknown client takes the same time as a known one
    const fault = await used.credential.fault(application);
    if (application === undefined || application.builtIn) {
      throw new InvalidClient('no such client', subject).at(CLIENT_CHECKS, 'known');
    }
    if (fault !== undefined) {
      const { name: known, tokenEndpointAuthMethod: method } = application;
      const { detail, compared } = typeof fault === 'string' ? { detail: fault, compared: undefined } : fault;
      throw new InvalidClient(detail, subject, undefined, compared).at(CLIENT_CHECKS, 'proof', { known, method });
    }
    const { address } = offered.origin;
    const broken = brokenRule(CLIENT_RULES, application, {
      client: application,
      method: application.tokenEndpointAuthMethod,
    });
    if (broken !== undefined) {
      throw new InvalidClient(broken, subject).at(
        CLIENT_CHECKS,
        'client-profile',
        foundOf(application, used.credential, address),
      );
    }
    if (application.disabled) {
      const detail = 'the application is disabled';
      throw new InvalidClient(detail, subject).at(
        CLIENT_CHECKS,
        'enabled',
        foundOf(application, used.credential, address),
      );
    }
    IpWhitelistGuard.decide(address, {
      whitelist: application.whitelist,
      name: "the application's whitelist",
      subject: subjectOf(application),
      proved: application.type === 'confidential',
      at: [CLIENT_CHECKS, 'client-address'],
      found: () => foundOf(application, used.credential, address),
    });
    return application;
  }

  /** The passed steps of an authenticated client, reported if a later step refuses the request. */
  stepsOf(application: Application, offered: ClientCredentialsOffered): Step[] {
    const registered = application.tokenEndpointAuthMethod;
    const used = this.presentedIn(offered).find(({ method }) => method.names.includes(registered));
    const found = used && foundOf(application, used.credential, offered.origin.address);
    return CLIENT_CHECKS.passed(found);
  }

  /** RFC 6749 §2.3: "The client MUST NOT use more than one authentication method in each request." */
  private presentedIn(
    offered: ClientCredentialsOffered,
  ): { method: ClientAuthMethod; credential: PresentedCredential }[] {
    const read = readIn(offered);
    const presented: { method: ClientAuthMethod; credential: PresentedCredential }[] = [];
    for (const method of this.methods.inOrder) {
      const credential = method.credentialIn(read);
      if (credential === undefined) continue;
      presented.push({ method, credential });
      refuseTwoNames(read, credential);
    }
    return presented;
  }
}

/** Other schemes (`Bearer`, `DPoP`, `Negotiate`) do not authenticate a client here and are ignored. */
function readIn(offered: ClientCredentialsOffered): ClientCredentialsRead {
  const { authorization, parameters, origin, endpoint, certificate } = offered;
  const header = authorization !== undefined && isBasic(authorization) ? authorization : undefined;
  refuseTwoMethods(header, offered);
  const basic = header === undefined ? undefined : basicCredentials(header);
  return { authorization, parameters, origin, endpoint, certificate, basic };
}

function unnamed({ authorization }: ClientCredentialsOffered): InvalidClient {
  if (authorization === undefined || authorization === '') return new InvalidClient('no client_id was sent');
  return new InvalidClient('no client_id was sent, but an Authorization header of another scheme', {}, HEADER_FAULT);
}

function refuseTwoMethods(header: string | undefined, { parameters }: ClientCredentialsOffered): void {
  const inHeader = header !== undefined;
  const inBody = parameters.optional('client_secret') !== undefined;
  if (inHeader && inBody) {
    throw InvalidRequest.field('client_secret', 'is given both in the body and in the Authorization header');
  }
  if ((inHeader || inBody) && parameters.optional('client_assertion') !== undefined) {
    throw InvalidRequest.field('client_assertion', 'is given beside another way to authenticate');
  }
}

function refuseTwoNames({ parameters }: ClientCredentialsOffered, { clientId }: PresentedCredential): void {
  const inBody = parameters.optional('client_id');
  if (inBody === undefined || inBody === clientId) return;
  throw InvalidRequest.field('client_id', 'names another client than the credentials do');
}
