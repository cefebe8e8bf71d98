import { Controller, Get, Header, HttpCode, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OwnSiteGuard } from '../../access/own-site.guard.js';
import { Described } from '../../http/described.js';
import { JsonParameters } from '../../http/request-parameters.js';
import type { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { ConsoleSecondStep } from '../console-second-step.js';
import { isOneTimeCode } from '../factors/one-time-codes.js';
import { MAX_OTP, OTP } from '../password/login-and-password.js';
import { TRUST_BROWSER, wantsTrust } from '../trusted-browsers/browser-trust.js';
import { BegunSessions } from '../begun-sessions.js';
import { BEGIN_SET_UP, FINISH_SET_UP, SECOND_FACTORS, SECOND_STEP } from './v1-session.docs.js';

/** The second step of a sign-in with `/v1/session/login` in a browser, by the cookie that its first step left there. */
@Controller('v1/session')
@UseGuards(OwnSiteGuard)
export class V1SessionSecondStepController {
  constructor(
    private readonly steps: ConsoleSecondStep,
    private readonly sessions: BegunSessions,
  ) {}

  @Get('second-factor')
  @Described(SECOND_FACTORS)
  @Header('cache-control', 'no-store')
  async methods(@Req() request: FastifyRequest) {
    return { second_factors: await this.steps.methods(request) };
  }

  @Post('second-factor')
  @Described(SECOND_STEP)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async prove(
    @JsonParameters() parameters: Parameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const otp = shortText(parameters.only(OTP, TRUST_BROWSER), OTP);
    const person = await this.steps.prove(request, otp);
    // a recovery code signs in once, and a month of sign-ins is more than that
    return this.sessions.begin(person, request, reply, wantsTrust(parameters) && isOneTimeCode(otp));
  }

  @Post('authenticator')
  @Described(BEGIN_SET_UP)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async begin(@JsonParameters() parameters: Parameters, @Req() request: FastifyRequest) {
    parameters.only();
    const { ticket, shown, expiresAt } = await this.steps.beginEnrolment(request);
    return { ticket, secret: shown.typed, uri: shown.address, qr_code: shown.svg, expires_at: expiresAt };
  }

  @Put('authenticator')
  @Described(FINISH_SET_UP)
  @Header('cache-control', 'no-store')
  async finish(
    @JsonParameters() parameters: Parameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { ticket } = parameters.only('ticket', 'code').requiredAll('ticket', 'code');
    const { person, codes } = await this.steps.enrol(request, ticket, shortText(parameters, 'code'));
    return { ...(await this.sessions.begin(person, request, reply)), recovery_codes: codes };
  }
}

function shortText(parameters: Parameters, name: string): string {
  const value = parameters.required(name);
  if (value.length > MAX_OTP) throw InvalidRequest.field(name, `is longer than ${String(MAX_OTP)} characters`);
  return value;
}
