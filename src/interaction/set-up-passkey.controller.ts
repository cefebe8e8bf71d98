import { Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { FormGuard } from './form-guard.js';
import { SetUpCompletion } from './set-up-completion.js';
import { SetUpView } from './set-up.view.js';
import { SignInCompletion } from './sign-in-completion.js';

/** A passkey in place of an authenticator app, from the page that sets a second factor up. */
@Controller('interaction/set-up/passkey')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class SetUpPasskeyController {
  constructor(
    private readonly forms: FormGuard,
    private readonly completion: SignInCompletion,
    private readonly setUps: SetUpCompletion,
    private readonly view: SetUpView,
  ) {}

  @Post()
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'enrolment', 'passkey');
    this.forms.check(request, form.optional('csrf'));
    const ticket = form.required('ticket');
    const { waiting, ...opened } = await this.completion.open(ticket, request, reply);
    const enrolment = form.optional('enrolment');
    try {
      const made = await this.setUps.finishByPasskey(form.required('passkey'), waiting, request.origin);
      const wayOn = await this.completion.signedIn(made.person, waiting, request, reply, made.choice);
      await this.view.done({ opened, codes: made.codes, wayOn }, reply);
    } catch (error) {
      const problem = this.view.again(error, opened, request, reply);
      const begun = await this.setUps.again(enrolment, waiting);
      await this.view.draw({ ticket, opened, begun, problem }, request, reply);
    }
  }
}
