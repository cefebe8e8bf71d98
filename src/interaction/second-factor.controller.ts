import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOneTimeCode } from '../auth/factors/one-time-codes.js';
import { MAX_OTP } from '../auth/password/login-and-password.js';
import { TRUST_BROWSER, wantsTrust } from '../auth/trusted-browsers/browser-trust.js';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { PasswordVerifier } from '../oauth/grants/password-verifier.js';
import { InvalidRequest, Refusal } from '../protocol/refusal.js';
import { FormGuard } from './form-guard.js';
import { GivenTicket } from './given-ticket.js';
import { HalfSignIns, halfSignInOver } from './half-sign-ins.js';
import { SecondFactorView } from './second-factor.view.js';
import { SignInCompletion } from './sign-in-completion.js';

/** The page that asks for the second factor, after the password and before any session. */
@Controller('interaction/second-factor')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class SecondFactorController {
  constructor(
    private readonly owner: PasswordVerifier,
    private readonly forms: FormGuard,
    private readonly halves: HalfSignIns,
    private readonly completion: SignInCompletion,
    private readonly view: SecondFactorView,
  ) {}

  @Get()
  async show(@GivenTicket() ticket: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = await this.completion.open(ticket, request, reply);
    const half = await this.halves.of(opened.waiting);
    await this.view.draw({ ticket, opened, half, trusts: false }, undefined, request, reply);
  }

  @Post()
  async prove(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'otp', TRUST_BROWSER);
    this.forms.check(request, form.optional('csrf'));
    const ticket = form.required('ticket');
    const opened = await this.completion.open(ticket, request, reply);
    const half = await this.halves.of(opened.waiting);
    const trusts = wantsTrust(form);
    const typed = form.optional('otp') ?? '';
    try {
      const otp = form.required('otp');
      if (otp.length > MAX_OTP) throw InvalidRequest.field('otp', `is longer than ${String(MAX_OTP)} characters`);
      const person = await this.owner.complete(half, otp, request.origin);
      // a recovery code signs in once, and a month of sign-ins is more than that
      const choice = { trusts: trusts && isOneTimeCode(otp) };
      await this.completion.signIn(person, opened, request, reply, choice);
    } catch (error) {
      if (error instanceof Refusal && error.reason === 'invalid_credentials') throw halfSignInOver(error.detail);
      await this.view.again(error, { ticket, opened, half, trusts, typed }, request, reply);
    }
  }
}
