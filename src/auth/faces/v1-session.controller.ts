import { Controller, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuseCrossSite } from '../../access/cross-site.js';
import { Settings } from '../../config/settings.js';
import { Described } from '../../faces/described.js';
import { JsonParameters } from '../../faces/request-parameters.js';
import { RequestOrigin } from '../../faces/request-origin.js';
import { ResourceOwner } from '../../oauth/grants/resource-owner.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import { SessionCookie } from '../../sessions/session-cookie.js';
import { Sessions } from '../../sessions/sessions.js';
import { typedPassword } from '../password/typed-password.js';
import { LOGIN, LOGOUT } from './v1-session.docs.js';

/** `/v1/session/*`: a cookie that then authenticates `/v1/*` and `/api/v1/*`. */
@Controller('v1/session')
export class V1SessionController {
  constructor(
    private readonly owner: ResourceOwner,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
    private readonly settings: Settings,
  ) {}

  /** Always begins a new session: an id that was there before the sign-in is worth nothing after it. */
  @Post('login')
  @Described(LOGIN)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async login(
    @JsonParameters() parameters: Parameters,
    @RequestOrigin() origin: Origin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    refuseCrossSite(request, this.settings.issuer);
    const { login, password } = typedPassword(parameters.only('email', 'password'), 'email');
    const account = await this.owner.verify(login, password, origin);
    const { session, secret } = await this.sessions.begin(account, ['pwd'], origin);
    this.cookie.set(reply, secret);
    return {
      user: { id: account.id, email: account.email, name: account.name, role: account.role },
      expires_at: session.expiresAt,
    };
  }

  /** Ends the session on the server; a session already over is a success too. */
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
    refuseCrossSite(request, this.settings.issuer);
    parameters.only();
    const secret = this.cookie.read(request);
    const session = secret === undefined ? undefined : await this.sessions.find(secret);
    if (session !== undefined) await this.sessions.end(session.id, session.account.id, origin);
    this.cookie.clear(reply);
    return {};
  }
}
