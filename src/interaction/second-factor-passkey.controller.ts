import { Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidPasskey, PasskeySignIn } from '../auth/passkeys/passkey-sign-in.js';
import { TRUST_BROWSER, wantsTrust } from '../auth/trusted-browsers/browser-trust.js';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { Refusal } from '../protocol/refusal.js';
import { FormGuard } from './form-guard.js';
import { HalfSignIns, halfSignInOver } from './half-sign-ins.js';
import { passkeyInForm, purposeOfPage } from './passkey-offers.js';
import { SecondFactorView } from './second-factor.view.js';
import { SignInCompletion } from './sign-in-completion.js';

/** A passkey after the password, from the page that asks for the second factor. */
@Controller('interaction/second-factor/passkey')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class SecondFactorPasskeyController {
  constructor(
    private readonly passkeys: PasskeySignIn,
    private readonly forms: FormGuard,
    private readonly halves: HalfSignIns,
    private readonly completion: SignInCompletion,
    private readonly view: SecondFactorView,
  ) {}

  @Post()
  async prove(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'passkey', TRUST_BROWSER);
    this.forms.check(request, form.optional('csrf'));
    const ticket = form.required('ticket');
    const opened = await this.completion.open(ticket, request, reply);
    const half = await this.halves.of(opened.waiting);
    const trusts = wantsTrust(form);
    try {
      const response = passkeyInForm(form.required('passkey'));
      const person = await this.passkeys.complete(half, response, purposeOfPage(ticket), request.origin);
      await this.completion.signIn(person, opened, request, reply, { trusts });
    } catch (error) {
      const isOver = error instanceof Refusal && error.reason === 'invalid_credentials';
      if (isOver && !(error instanceof InvalidPasskey)) throw halfSignInOver(error.detail);
      await this.view.again(error, { ticket, opened, half, trusts }, request, reply);
    }
  }
}
