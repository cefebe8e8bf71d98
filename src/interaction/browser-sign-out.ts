import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FrontChannelLogout } from '../oidc/front-channel-logout.js';
import { SessionCookie } from '../access/session-cookie.js';
import { type Session, Sessions } from '../access/sessions.js';

/** Signs a person out at a browser. */
@Injectable()
export class BrowserSignOut {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly frontChannel: FrontChannelLogout,
  ) {}

  async sessionOf(request: FastifyRequest): Promise<Session | undefined> {
    return this.cookie.sessionOf(request);
  }

  /** Whether the browser may have another session than the one that it brought. */
  async hasAnother(request: FastifyRequest): Promise<boolean> {
    return this.cookie.isReplaced(request);
  }

  /** Ends the session, if there is one, and what waits to become one. Returns the front-channel addresses to load. */
  async signOut(session: Session | undefined, request: FastifyRequest, reply: FastifyReply): Promise<string[]> {
    const reached = session && (await this.sessions.end(session.id, session.account.id, request.origin));
    await this.cookie.clear(reply);
    return session === undefined ? [] : this.frontChannel.addressesFor(session.id, reached ?? []);
  }
}
