import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ResourceOwner } from '../oauth/grants/resource-owner.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { Sessions } from '../sessions/sessions.js';

/** Signs a person in at their browser. */
@Injectable()
export class BrowserSignIn {
  constructor(
    private readonly owner: ResourceOwner,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
  ) {}

  /** A session from before is left behind: who signs in gets a new one. */
  async signIn(username: string, password: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const account = await this.owner.verify(username, password, request.origin);
    const { secret } = await this.sessions.begin(account, ['pwd'], request.origin);
    this.cookie.set(reply, secret);
  }
}
