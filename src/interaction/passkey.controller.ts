import { Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PasskeySignIn } from '../auth/passkeys/passkey-sign-in.js';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { FormGuard } from './form-guard.js';
import { FormRefusals } from './form-refusals.js';
import { passkeyInForm, purposeOfPage } from './passkey-offers.js';
import { SignInCompletion } from './sign-in-completion.js';
import { SignInView } from './sign-in.view.js';

/** A passkey in place of name and password, from a sign-in page. */
@Controller('interaction/passkey')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class PasskeyController {
  constructor(
    private readonly passkeys: PasskeySignIn,
    private readonly forms: FormGuard,
    private readonly completion: SignInCompletion,
    private readonly refusals: FormRefusals,
    private readonly view: SignInView,
  ) {}

  @Post()
  async signIn(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'passkey', 'username');
    this.forms.check(request, form.optional('csrf'));
    const ticket = form.required('ticket');
    const opened = await this.completion.open(ticket, request, reply);
    const { application, redirectUri } = opened;
    const username = form.optional('username') ?? '';
    try {
      const response = passkeyInForm(form.required('passkey'));
      const person = await this.passkeys.signIn(response, purposeOfPage(ticket), request.origin);
      await this.completion.signIn(person, opened, request, reply);
    } catch (error) {
      const { description: problem } = this.refusals.noted(error, application, request, reply);
      await this.view.draw({ application, redirectUri, ticket, username, problem }, request, reply);
    }
  }
}
