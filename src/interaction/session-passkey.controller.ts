import { Controller, Header, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OwnSiteGuard } from '../access/own-site.guard.js';
import { refuseOverlong } from '../auth/password/login-and-password.js';
import { PasskeySignIn } from '../auth/passkeys/passkey-sign-in.js';
import { RelyingParty } from '../auth/passkeys/relying-party.js';
import { ApiExcludeController } from '../http/open-api.js';
import { JsonParameters } from '../http/request-parameters.js';
import { PasswordVerifier, type ProvedPerson, SecondFactorRequired } from '../oauth/grants/password-verifier.js';
import type { Parameters } from '../protocol/parameters.js';
import { BrowserMark } from './browser-mark.js';
import { BrowserSignIn } from './browser-sign-in.js';
import { passkeyInForm } from './passkey-offers.js';

/** Passkeys at the console's sign-in: as `/v1/session/login`, in place of the password or after it. */
@Controller('v1/session/passkey')
@ApiExcludeController()
@UseGuards(OwnSiteGuard)
export class SessionPasskeyController {
  constructor(
    private readonly passkeys: PasskeySignIn,
    private readonly party: RelyingParty,
    private readonly owner: PasswordVerifier,
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

  /** `email` and `password` come with it where the passkey is the second factor. */
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async signIn(
    @JsonParameters() parameters: Parameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const given = parameters.only('passkey', 'email', 'password');
    const response = passkeyInForm(given.required('passkey'));
    const [purpose, { origin }] = [this.purposeOf(request, reply), request];
    const email = given.optional('email');
    const person =
      email === undefined
        ? await this.passkeys.signIn(response, purpose, origin)
        : await this.afterPassword(email, given.required('password'), request, (half) =>
            this.passkeys.complete(half, response, purpose, origin),
          );
    await this.browser.signIn(person, request, reply);
    return {};
  }

  private async afterPassword(
    email: string,
    password: string,
    { origin }: FastifyRequest,
    complete: (half: SecondFactorRequired['account']) => Promise<ProvedPerson>,
  ): Promise<ProvedPerson> {
    refuseOverlong({ login: email, password }, 'email');
    const outcome = await this.owner.verify(email, password, origin).catch((error: unknown) => {
      if (error instanceof SecondFactorRequired) return error.account;
      throw error;
    });
    return 'amr' in outcome ? outcome : complete(outcome);
  }

  private purposeOf(request: FastifyRequest, reply: FastifyReply): string {
    return `console ${this.mark.nameOf(request, reply)}`;
  }
}
