import { Controller, Header, HttpCode, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOfBrowser } from '../../access/cross-site.js';
import { OwnSiteGuard } from '../../access/own-site.guard.js';
import { Settings } from '../../config/settings.js';
import { Described } from '../../http/described.js';
import { JsonParameters } from '../../http/request-parameters.js';
import { RequestOrigin } from '../../http/request-origin.js';
import { factorPolicies, refuseTooFewFactors } from '../../oauth/grants/factor-rules.js';
import type { ProvedPerson } from '../../oauth/grants/password-verifier.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import { Refusal } from '../../protocol/refusal.js';
import { SessionCookie } from '../../access/session-cookie.js';
import { Sessions } from '../../access/sessions.js';
import { BegunSessions } from '../begun-sessions.js';
import { HalfSessionFilter } from '../half-session.filter.js';
import { LogsInWithPassword, PasswordOutcome } from '../password/password.guard.js';
import { OTP, readLoginAndPassword } from '../password/login-and-password.js';
import { BrowserTrust } from '../trusted-browsers/browser-trust.js';
import { LOGIN, LOGOUT } from './v1-session.docs.js';

/** `/v1/session/*`: a cookie that authenticates `/v1/*` and `/api/v1/*`. */
@Controller('v1/session')
@UseGuards(OwnSiteGuard)
export class V1SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly begun: BegunSessions,
    private readonly trust: BrowserTrust,
    private readonly settings: Settings,
  ) {}

  @Post('login')
  @Described(LOGIN)
  @LogsInWithPassword({
    body: 'json',
    read: (parameters) => readLoginAndPassword(parameters.only('email', 'password', OTP), 'email'),
    tellsRefusal: true,
  })
  @UseFilters(HalfSessionFilter)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async login(
    @PasswordOutcome() outcome: ProvedPerson | Refusal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const person = isOfBrowser(request) ? await this.trust.standIn(outcome, request) : outcome;
    if (person instanceof Refusal) throw person;
    refuseTooFewFactors(person, factorPolicies(this.settings));
    return this.begun.begin(person, request, reply);
  }

  /** Ends the session; succeeds if it has ended already. */
  @Post('logout')
  @Described(LOGOUT)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async logout(
    @JsonParameters() parameters: Parameters,
    @RequestOrigin() origin: Origin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    parameters.only();
    const session = await this.cookie.sessionOf(request);
    if (session !== undefined) await this.sessions.end(session.id, session.account.id, origin);
    await this.cookie.clear(reply);
    return {};
  }
}
