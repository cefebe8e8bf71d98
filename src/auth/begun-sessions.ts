import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SessionCookie } from '../access/session-cookie.js';
import { Sessions } from '../access/sessions.js';
import type { ProvedPerson } from '../oauth/grants/password-verifier.js';
import { HalfSessions } from './half-sessions.js';

/** Begins a session of the face `/v1/session` and answers as it documents. */
@Injectable()
export class BegunSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly halves: HalfSessions,
  ) {}

  /** Always a new session: an id from before the sign-in is invalid after it (session fixation). */
  async begin({ account, amr }: ProvedPerson, request: FastifyRequest, reply: FastifyReply) {
    const { session, secret } = await this.sessions.begin(account, amr, request.origin);
    this.cookie.set(reply, secret);
    if (request.headers['sec-fetch-site'] !== undefined) this.halves.clear(reply);
    return {
      user: { id: account.id, email: account.email, name: account.name, role: account.role },
      expires_at: session.expiresAt,
    };
  }
}
