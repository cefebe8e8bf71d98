import { Controller, Header, HttpCode, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OwnSiteGuard } from '../access/own-site.guard.js';
import { FirstFactors } from '../auth/factors/first-factors.js';
import { HalfSessions, halfSessionOver } from '../auth/half-sessions.js';
import { readRegistration } from '../auth/passkeys/passkey-responses.js';
import { ApiExcludeController } from '../http/open-api.js';
import { JsonParameters } from '../http/request-parameters.js';
import type { Parameters } from '../protocol/parameters.js';
import { BrowserSignIn } from './browser-sign-in.js';
import { credentialInForm } from './passkey-offers.js';

/** A passkey as the first second factor, in the console's sign-in: a sealed cookie says whose password was right. */
@Controller('v1/session/passkey/registration')
@ApiExcludeController()
@UseGuards(OwnSiteGuard)
export class SessionPasskeySetUpController {
  constructor(
    private readonly halves: HalfSessions,
    private readonly first: FirstFactors,
    private readonly browser: BrowserSignIn,
  ) {}

  /** What the browser makes it with; null where passkeys are off. */
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async begin(@JsonParameters() parameters: Parameters, @Req() request: FastifyRequest) {
    parameters.only();
    const { holder, ...half } = await this.halves.of(request, 'enrolment');
    return { options: (await this.first.beginPasskey({ half, holder })) ?? null };
  }

  @Put()
  @Header('cache-control', 'no-store')
  async finish(
    @JsonParameters() parameters: Parameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const response = credentialInForm(parameters.only('passkey').required('passkey'), readRegistration);
    const { holder, ...half } = await this.halves.of(request, 'enrolment');
    const done = await this.first.setUpPasskey({ half, holder }, response, request.origin);
    if (done === undefined) throw halfSessionOver();
    await this.browser.signIn(done.person, request, reply);
    return { recovery_codes: done.codes };
  }
}
