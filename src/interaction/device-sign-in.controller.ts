import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PasswordOutcome, TakesPassword } from '../auth/password/password.guard.js';
import { ApiExcludeController } from '../http/open-api.js';
import type { ProvedPerson } from '../oauth/grants/password-verifier.js';
import type { Refusal } from '../protocol/refusal.js';
import { BrowserSignIn } from './browser-sign-in.js';
import { DeviceSignInForm, DeviceSignInGuard, type SentDeviceSignIn } from './device-sign-in.guard.js';
import { DeviceTickets } from './device-tickets.js';
import { FormRefusals } from './form-refusals.js';
import { RemainingProofs } from './remaining-proofs.js';
import { SignInView } from './sign-in.view.js';

/** The sign-in form of the pages that connect a device. */
@Controller('device/sign-in')
@ApiExcludeController()
export class DeviceSignInController {
  constructor(
    private readonly browser: BrowserSignIn,
    private readonly tickets: DeviceTickets,
    private readonly remaining: RemainingProofs,
    private readonly refusals: FormRefusals,
    private readonly view: SignInView,
  ) {}

  @Post()
  @TakesPassword({ after: DeviceSignInGuard })
  async signIn(
    @DeviceSignInForm() { ticket, userCode, asking: { application }, username }: SentDeviceSignIn,
    @PasswordOutcome() outcome: ProvedPerson | Refusal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = { waiting: this.tickets.begun(userCode), application };
    const proved = await this.remaining.after(outcome, asked, request, reply);
    if (proved === undefined) return;
    let sessionId: string;
    try {
      sessionId = await this.browser.signIn(proved, request, reply);
    } catch (error) {
      const { description: problem } = this.refusals.noted(error, undefined, request, reply);
      await this.view.draw({ application, redirectUri: undefined, ticket, username, problem }, request, reply);
      return;
    }
    await this.tickets.signedIn(userCode, sessionId, request, reply);
  }
}
