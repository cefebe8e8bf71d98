import { Injectable } from '@nestjs/common';
import { type HintedSignIn, IdTokenHints } from '../oauth/authorize/id-token-hint.js';
import { type Application, Applications } from '../oauth/stores/applications.js';
import { SubjectIdentifiers } from '../oauth/tokens/subject-identifiers.js';
import { isUuid } from '../http/page.js';
import type { Parameters } from '../protocol/parameters.js';
import { withParameters } from '../protocol/redirect-uri.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { ApplicationSessions } from './application-sessions.js';
import { SessionIdentifiers } from './session-identifiers.js';

/** A checked sign-out request. */
export interface SignOutRequest {
  /** The application that sends the person; undefined: unknown. */
  client: Application | undefined;
  /** The address to continue at, `state` included. */
  returnTo: string | undefined;
  /** The sign-in of the client that its id_token proves. */
  hint: HintedSignIn | undefined;
}

const NOTHING_SAID: SignOutRequest = { client: undefined, returnTo: undefined, hint: undefined };

/** Reads sign-out requests. Errors are shown to the person and never redirected. */
@Injectable()
export class SignOutRequests {
  constructor(
    private readonly hints: IdTokenHints,
    private readonly applications: Applications,
    private readonly subjects: SubjectIdentifiers,
    private readonly sessions: SessionIdentifiers,
    private readonly held: ApplicationSessions,
  ) {}

  /** @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout */
  async check(parameters: Parameters): Promise<SignOutRequest> {
    const text = parameters.optional('id_token_hint');
    const hint = text === undefined ? undefined : await this.hints.read(text);
    // "the OP MUST validate that it was the issuer of the ID Token"
    if (text !== undefined && hint === undefined && !this.hints.mayBeOfLongAgo(text)) {
      throw InvalidRequest.field('id_token_hint', 'is no id_token of this server');
    }
    const clientId = parameters.optional('client_id') ?? hint?.clientId;
    // what nothing can prove any more counts as absent: the person is asked, and goes where a client_id says
    if (text !== undefined && clientId === undefined) return NOTHING_SAID;
    // "the OP MUST verify that the Client Identifier matches the one used when issuing the ID Token"
    if (hint !== undefined && hint.clientId !== clientId) {
      throw InvalidRequest.field('client_id', 'is not the application that the id_token_hint was given to');
    }
    const client = clientId === undefined ? undefined : await this.applications.byClientId(clientId);
    // its links go on lying about after its end, and who follows one means to sign out
    if (client === undefined ? hint !== undefined : client.disabled) return NOTHING_SAID;
    if (clientId !== undefined && (client === undefined || client.builtIn)) {
      throw InvalidRequest.field('client_id', 'names no application that may send people here');
    }
    return { client, hint, returnTo: returnAddress(parameters, client) };
  }

  /**
   * Whether the client has proved that it means this session, and holds a sign-in there, so that the person need not be
   * asked. An id_token outlives what it was given with: it proves nothing for an application that the person turned out.
   */
  async proves({ client, hint }: SignOutRequest, session: { id: string; userId: string }): Promise<boolean> {
    if (client === undefined || hint === undefined) return false;
    if (hint.subject !== this.subjects.of(session.userId, client)) return false;
    if (hint.sid !== this.sessions.of(session.id, client.clientId)) return false;
    return this.held.isIn(client.id, session.id);
  }

  /**
   * The session that an id_token was given in, found without a browser, where its application holds a sign-in still; not
   * where the subject is pairwise, which no one can trace back.
   */
  async sessionHinted({ client, hint }: SignOutRequest): Promise<{ id: string; userId: string } | undefined> {
    if (client === undefined || hint?.sid === undefined || !isUuid(hint.subject)) return undefined;
    if (hint.authenticatedAt === undefined) return undefined;
    const sessions = await this.held.of(client.id, hint.subject, hint.authenticatedAt);
    const id = sessions.find((session) => this.sessions.of(session, client.clientId) === hint.sid);
    return id === undefined ? undefined : { id, userId: hint.subject };
  }
}

/** "The value MUST have been previously registered with the OP"; it is compared as a string, and ignored where no client is named. */
function returnAddress(parameters: Parameters, client: Application | undefined): string | undefined {
  const address = parameters.optional('post_logout_redirect_uri');
  if (address === undefined || client === undefined) return undefined;
  if (!client.postLogoutRedirectUris.includes(address)) {
    throw InvalidRequest.field('post_logout_redirect_uri', 'is not one that the application registered');
  }
  const state = parameters.optional('state');
  return state === undefined ? address : withParameters(address, { state });
}
