import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PasswordOutcome, TakesPassword } from '../auth/password/password.guard.js';
import { ApiExcludeController } from '../http/open-api.js';
import { AuthorizationPipeline } from '../oauth/authorize/pipeline.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import type { ProvedPerson } from '../oauth/grants/password-verifier.js';
import type { Refusal } from '../protocol/refusal.js';
import { BrowserSignIn } from './browser-sign-in.js';
import { FormRefusals } from './form-refusals.js';
import { GivenTicket } from './given-ticket.js';
import { RemainingProofs } from './remaining-proofs.js';
import { type SentSignIn, SignInForm, SignInFormGuard } from './sign-in-form.guard.js';
import { SignInView } from './sign-in.view.js';
import { WaitingRequests } from './waiting-requests.js';

/** The sign-in page. */
@Controller('interaction/sign-in')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class SignInController {
  constructor(
    private readonly requests: WaitingRequests,
    private readonly pipeline: AuthorizationPipeline,
    private readonly browser: BrowserSignIn,
    private readonly remaining: RemainingProofs,
    private readonly view: SignInView,
    private readonly refusals: FormRefusals,
  ) {}

  @Get()
  async show(@GivenTicket() ticket: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const waiting = await this.pipeline.check(await this.requests.open(ticket, request, reply), request.origin);
    const { client: application, redirectUri, loginHint: username = '' } = waiting;
    await this.view.draw({ application, redirectUri, ticket, username, problem: undefined }, request, reply);
  }

  @Post()
  @TakesPassword({ after: SignInFormGuard })
  async signIn(
    @SignInForm() { ticket, opened, waiting, username }: SentSignIn,
    @PasswordOutcome() outcome: ProvedPerson | Refusal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { client: application, essentialAcrs, voluntaryAcrs } = waiting;
    const asked = { waiting: opened, application, essentialAcrs, voluntaryAcrs };
    const proved = await this.remaining.after(outcome, asked, request, reply);
    if (proved === undefined) return;
    try {
      const sessionId = await this.browser.signIn(proved, request, reply);
      await this.requests.answered('signIn', sessionId, opened, request, reply);
    } catch (error) {
      const { client: application, redirectUri } = waiting;
      const { description: problem } = this.refusals.noted(error, application, request, reply);
      await this.view.draw({ application, redirectUri, ticket, username, problem }, request, reply);
    }
  }
}
