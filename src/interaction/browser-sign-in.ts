import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserTrust } from '../auth/trusted-browsers/browser-trust.js';
import type { ProvedPerson } from '../oauth/grants/password-verifier.js';
import { Refusal } from '../protocol/refusal.js';
import { SessionCookie } from '../access/session-cookie.js';
import { Sessions } from '../access/sessions.js';

/** What a person chose on the page of the second factor. */
export interface SignInChoice {
  /** Whether this browser is trusted from now on. */
  trusts: boolean;
}

interface SignedInSession {
  id: string;
  secret: string;
}

/** Signs a person in at a browser. */
@Injectable()
export class BrowserSignIn {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly trust: BrowserTrust,
  ) {}

  /**
   * @param outcome of the checks of password and second factor; a refusal is thrown
   *
   * The sign-in creates a new secret. The session continues if it is the same person's, so that all its applications can
   * be notified when it ends.
   * @returns the session's id
   */
  async signIn(
    outcome: ProvedPerson | Refusal,
    request: FastifyRequest,
    reply: FastifyReply,
    { trusts }: SignInChoice = { trusts: false },
  ): Promise<string> {
    if (outcome instanceof Refusal) throw outcome;
    const { id, secret } = (await this.renewed(outcome, request)) ?? (await this.begun(outcome, request));
    this.cookie.set(reply, secret);
    if (trusts) await this.trust.begin(outcome, request, reply);
    return id;
  }

  private async renewed({ account, amr }: ProvedPerson, request: FastifyRequest): Promise<SignedInSession | undefined> {
    const session = await this.cookie.sessionOf(request);
    if (session?.account.id !== account.id) return undefined;
    const secret = await this.sessions.renew(session, amr, request.origin);
    return secret === undefined ? undefined : { id: session.id, secret };
  }

  private async begun({ account, amr }: ProvedPerson, request: FastifyRequest): Promise<SignedInSession> {
    const { session, secret } = await this.sessions.begin(account, amr, request.origin);
    return { id: session.id, secret };
  }
}
