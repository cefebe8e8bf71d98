import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { IpWhitelistGuard } from '../network/ip-whitelist.guard.js';
import type { Origin } from '../protocol/origin.js';
import { InvalidToken } from '../protocol/refusal.js';
import { CarriedScopes } from '../oauth/tokens/carried-scopes.js';
import { SESSION_CHECKS } from './caller-checks.js';
import { refuseCrossSite } from './cross-site.js';
import { listsOf, type ProvedCaller } from './proved-caller.js';
import { Sessions } from './sessions.js';

/** Resolves the cookie of a browser session to its caller, or refuses it. */
@Injectable()
export class SessionAuthentication {
  constructor(
    private readonly sessions: Sessions,
    private readonly scopes: CarriedScopes,
    private readonly settings: Settings,
  ) {}

  /** Of a request that shows nothing else. */
  callerOf(cookie: string, request: FastifyRequest): Promise<ProvedCaller> {
    refuseCrossSite(request, this.settings.issuer);
    return this.prove(cookie, request.origin);
  }

  /** Of a request that shows another credential: an invalid cookie is ignored as a leftover. */
  async besides(cookie: string, { origin }: FastifyRequest): Promise<ProvedCaller | undefined> {
    try {
      const proved = await this.prove(cookie, origin);
      for (const list of proved.lists) IpWhitelistGuard.decide(origin.address, list);
      return proved;
    } catch {
      return undefined;
    }
  }

  private async prove(cookie: string, origin: Origin): Promise<ProvedCaller> {
    const session = await this.sessions.find(cookie);
    if (session === undefined) {
      throw new InvalidToken('no such session, or it has ended').at(SESSION_CHECKS, 'live');
    }
    const { account, amr, secondFactorAt, secretHash } = session;
    const caller = {
      credential: { kind: 'session', id: session.id },
      account,
      clientId: null,
      isApplication: false,
      proof: { amr, secondFactorAt },
      signInId: null,
      subject: null,
      scopes: await this.scopes.ofSession(account),
      standing: { kind: 'session', accountId: account.id, id: session.id, secretHash },
      origin,
    } as const;
    return { caller, lists: listsOf(account, SESSION_CHECKS) };
  }
}
