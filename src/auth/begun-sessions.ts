import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SessionCookie } from '../access/session-cookie.js';
import { Sessions } from '../access/sessions.js';
import type { ProvedPerson } from '../oauth/grants/password-verifier.js';
import { BrowserTrust } from './trusted-browsers/browser-trust.js';

/** Begins a session of the face `/v1/session` and answers as it documents. */
@Injectable()
export class BegunSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly trust: BrowserTrust,
  ) {}

  /**
   * @param trusts whether this browser is trusted from now on
   *
   * Always a new session: an id from before the sign-in is invalid after it (session fixation).
   */
  async begin(person: ProvedPerson, request: FastifyRequest, reply: FastifyReply, trusts = false) {
    const { account, amr } = person;
    const { session, secret } = await this.sessions.begin(account, amr, request.origin);
    this.cookie.set(reply, secret);
    if (trusts) await this.trust.begin(person, request, reply);
    return {
      user: { id: account.id, email: account.email, name: account.name, role: account.role },
      expires_at: session.expiresAt,
    };
  }
}
