import { Injectable } from '@nestjs/common';
import { Sessions } from '../access/sessions.js';
import { isUuid } from '../http/page.js';
import type { Application, RevokedBy } from '../oauth/stores/applications.js';
import { SignIns } from '../oauth/stores/sign-ins.js';
import { RefreshTokens } from '../oauth/tokens/refresh-token.js';
import type { Origin } from '../protocol/origin.js';
import type { Parameters } from '../protocol/parameters.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { ApplicationSessions } from './application-sessions.js';
import { SignOutRequests } from './sign-out-request.js';

interface Place {
  id: string;
  userId: string;
}

/**
 * Sign-outs that an application's server asks for, where no browser takes part. An id_token proves no client, as it
 * lies in logs and addresses: it ends what that application holds in the session. The session as a whole, and with it
 * what others hold there, ends for a client that has authenticated, and holds a sign-in there that no one else has ended.
 */
@Injectable()
export class BackEndSignOut {
  constructor(
    private readonly requests: SignOutRequests,
    private readonly refreshTokens: RefreshTokens,
    private readonly signIns: SignIns,
    private readonly held: ApplicationSessions,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Ends what `id_token_hint` or the `refresh_token` of an established client stands for; what has ended already, or is
   * another application's, is passed over.
   * @param client as established; undefined: the request shows none
   * @throws InvalidRequest where it names nothing, or an id_token of another application
   */
  async signOut(parameters: Parameters, client: Application | undefined, origin: Origin): Promise<void> {
    const request = await this.requests.check(parameters);
    const token = client && parameters.optional('refresh_token');
    if (token === undefined && request.hint === undefined) {
      throw InvalidRequest.field('id_token_hint', 'is required, or client_id and refresh_token');
    }
    const application = client ?? request.client;
    if (application === undefined || (request.client !== undefined && request.client.id !== application.id)) {
      throw InvalidRequest.field('id_token_hint', 'was given to another application');
    }
    // no one is traced back by a pairwise subject: an answer of 204 would be untrue
    if (client !== undefined && token === undefined && request.hint !== undefined && !isUuid(request.hint.subject)) {
      throw InvalidRequest.field('refresh_token', 'is required where the id_token has a pairwise subject');
    }
    const by = askedBy(application, origin);
    const places = [
      token === undefined ? undefined : await this.placeOf(token, application, by),
      await this.requests.sessionHinted(request),
    ];
    for (const place of places) {
      if (place === undefined) continue;
      if (client?.type === 'confidential') await this.sessions.end(place.id, place.userId, origin, by.actor);
      await this.held.end(application.id, place.id, by);
    }
  }

  /** Ends the sign-in of a refresh token, as at the revocation endpoint; the session that its application was in with it. */
  private async placeOf(token: string, application: Application, by: RevokedBy): Promise<Place | undefined> {
    const presented = this.refreshTokens.parse(token);
    const owner = presented && (await this.signIns.findOwner(presented.signInId));
    if (presented === undefined || owner?.clientId !== application.clientId) return undefined;
    const { sessionId: id, userId } = owner;
    // asked first: it may be the only sign-in that the application holds there
    const isIn = id !== null && (await this.held.isIn(application.id, id));
    await this.signIns.revoke(presented.signInId, application.id, by);
    return isIn ? { id, userId } : undefined;
  }
}

function askedBy({ clientId }: Application, { address, requestId }: Origin): RevokedBy {
  const reason = 'the application signed the person out';
  return { action: 'sign-in.revoke', actor: { type: 'application', id: clientId }, address, requestId, reason };
}
