import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_OTP } from '../auth/password/login-and-password.js';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { FormGuard } from './form-guard.js';
import { GivenTicket } from './given-ticket.js';
import { SetUpCompletion } from './set-up-completion.js';
import { SetUpView } from './set-up.view.js';
import { SignInCompletion } from './sign-in-completion.js';

/** The page that sets a second factor up where a sign-in needs one, after the password and before any session. */
@Controller('interaction/set-up')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class SetUpController {
  constructor(
    private readonly forms: FormGuard,
    private readonly completion: SignInCompletion,
    private readonly setUps: SetUpCompletion,
    private readonly view: SetUpView,
  ) {}

  @Get()
  async show(@GivenTicket() ticket: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { waiting, ...opened } = await this.completion.open(ticket, request, reply);
    const begun = await this.setUps.begin(waiting);
    await this.view.draw({ ticket, opened, begun, problem: undefined }, request, reply);
  }

  @Post()
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'enrolment', 'code');
    this.forms.check(request, form.optional('csrf'));
    const ticket = form.required('ticket');
    const { waiting, ...opened } = await this.completion.open(ticket, request, reply);
    const enrolment = form.required('enrolment');
    const code = form.optional('code') ?? '';
    try {
      if (code.length > MAX_OTP) throw InvalidRequest.field('code', `is longer than ${String(MAX_OTP)} characters`);
      const { person, codes, choice } = await this.setUps.finish(enrolment, code, waiting, request.origin);
      const wayOn = await this.completion.signedIn(person, waiting, request, reply, choice);
      await this.view.done({ opened, codes, wayOn }, reply);
    } catch (error) {
      const problem = this.view.again(error, opened, request, reply);
      const begun = await this.setUps.again(enrolment, waiting);
      await this.view.draw({ ticket, opened, begun, problem }, request, reply);
    }
  }
}
