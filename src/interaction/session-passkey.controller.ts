import { Controller, Header, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OwnSiteGuard } from '../access/own-site.guard.js';
import { HalfSessions } from '../auth/half-sessions.js';
import { PasskeySignIn } from '../auth/passkeys/passkey-sign-in.js';
import { RelyingParty } from '../auth/passkeys/relying-party.js';
import { TRUST_BROWSER, wantsTrust } from '../auth/trusted-browsers/browser-trust.js';
import { ApiExcludeController } from '../http/open-api.js';
import { JsonParameters } from '../http/request-parameters.js';
import type { Parameters } from '../protocol/parameters.js';
import { BrowserMark } from './browser-mark.js';
import { BrowserSignIn } from './browser-sign-in.js';
import { withoutCookies } from './form-guard.js';
import { passkeyInForm } from './passkey-offers.js';

/** Passkeys at the console's sign-in: as `/v1/session/login`, in place of the password or after it. */
@Controller('v1/session/passkey')
@ApiExcludeController()
@UseGuards(OwnSiteGuard)
export class SessionPasskeyController {
  constructor(
    private readonly passkeys: PasskeySignIn,
    private readonly party: RelyingParty,
    private readonly halves: HalfSessions,
    private readonly mark: BrowserMark,
    private readonly browser: BrowserSignIn,
  ) {}

  /** A challenge for this browser; null where passkeys are off. */
  @Post('challenge')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async challenge(
    @JsonParameters() parameters: Parameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    parameters.only();
    const purpose = this.purposeOf(request, reply);
    return { options: this.party.site === undefined ? null : await this.passkeys.options(purpose) };
  }

  /** In place of the password. */
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async signIn(
    @JsonParameters() parameters: Parameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const response = passkeyInForm(parameters.only('passkey').required('passkey'));
    // its challenge was sealed for a browser of another name
    if (this.mark.read(request).length === 0) throw withoutCookies('a passkey came without the cookie of its browser');
    const person = await this.passkeys.signIn(response, this.purposeOf(request, reply), request.origin);
    await this.browser.signIn(person, request, reply);
    return {};
  }

  /** After the password: a sealed cookie says whose was right. */
  @Post('second-factor')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async complete(
    @JsonParameters() parameters: Parameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const response = passkeyInForm(parameters.only('passkey', TRUST_BROWSER).required('passkey'));
    const half = await this.halves.of(request, 'code');
    const person = await this.passkeys.complete(half, response, this.purposeOf(request, reply), request.origin);
    await this.browser.signIn(person, request, reply, { trusts: wantsTrust(parameters) });
    return {};
  }

  private purposeOf(request: FastifyRequest, reply: FastifyReply): string {
    return `console ${this.mark.nameOf(request, reply)}`;
  }
}
