import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { Looks } from '../pages/looks.js';
import { SecondFactorPage } from '../pages/second-factor.page.js';
import { ownPath } from '../protocol/own-address.js';
import type { AwaitingApplication } from './awaiting-applications.js';
import { FormGuard } from './form-guard.js';
import { FormRefusals } from './form-refusals.js';
import type { WaitingHalf } from './half-sign-ins.js';
import { sendPage } from './page-headers.js';
import { PasskeyOffers } from './passkey-offers.js';

interface Asked {
  ticket: string;
  opened: AwaitingApplication;
  half: WaitingHalf;
  /** Whether the box is ticked that trusts the browser. */
  trusts: boolean;
}

const PAGE = '/interaction/second-factor';

/** The page of the second factor. */
@Injectable()
export class SecondFactorView {
  constructor(
    private readonly forms: FormGuard,
    private readonly looks: Looks,
    private readonly offers: PasskeyOffers,
    private readonly refusals: FormRefusals,
    private readonly settings: Settings,
  ) {}

  async draw(
    { opened, ticket, trusts, half: { id, email, secondFactors } }: Asked,
    problem: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const look = await this.looks.ofApplication(opened.application);
    const csrf = this.forms.tokenFor(request, reply);
    const action = ownPath(this.settings.issuer, PAGE);
    const passkey = secondFactors.includes('passkey')
      ? await this.offers.on({ ticket, csrf, action: `${PAGE}/passkey`, page: PAGE }, id)
      : undefined;
    const hasApp = secondFactors.includes('otp');
    sendPage(
      reply,
      SecondFactorPage({ look, csrf, action, ticket, email, hasApp, passkey, trusts, problem }),
      opened.redirectUri,
    );
  }

  /** Notes a refusal, and asks again; server errors are rethrown. */
  async again(error: unknown, asked: Asked, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { reason, description } = this.refusals.noted(error, asked.opened.application, request, reply);
    await this.draw(asked, reason === 'mfa_required' ? WRONG_CODE : description, request, reply);
  }
}

const WRONG_CODE = 'This code is wrong, too old or was used already. Enter the one that your app shows now.';
