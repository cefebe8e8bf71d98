import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLikeOneTimeCode } from '../auth/factors/one-time-codes.js';
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
  /** The code that was refused, as typed. */
  typed?: string;
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

  async draw(asked: Asked, problem: string | undefined, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { opened, ticket, trusts, half } = asked;
    const { id, email, secondFactors } = half;
    const look = await this.looks.ofApplication(opened.application);
    const csrf = this.forms.tokenFor(request, reply);
    const action = ownPath(this.settings.issuer, PAGE);
    const passkey = secondFactors.includes('passkey')
      ? await this.offers.on({ ticket, csrf, action: `${PAGE}/passkey`, page: PAGE }, id)
      : undefined;
    const form = { action, csrf, ticket, trusts, problem, isOfRecovery: isOfRecovery(asked) };
    sendPage(reply, SecondFactorPage({ ...form, look, email, hasApp: hasApp(half), passkey }), opened.redirectUri);
  }

  /** Notes a refusal, and asks again; server errors are rethrown. */
  async again(error: unknown, asked: Asked, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { reason, description } = this.refusals.noted(error, asked.opened.application, request, reply);
    await this.draw(asked, reason === 'mfa_required' ? wrongCode(asked) : description, request, reply);
  }
}

function hasApp({ secondFactors }: WaitingHalf): boolean {
  return secondFactors.includes('otp');
}

/** Whether a recovery code was refused. The page has a field for each kind of code, and takes either from both. */
function isOfRecovery({ half, typed }: Asked): boolean {
  return typed !== undefined && !(hasApp(half) && isLikeOneTimeCode(typed));
}

function wrongCode(asked: Asked): string {
  if (!isOfRecovery(asked))
    return 'This code is wrong, too old or was used already. Enter the one that your app shows now.';
  const otherwise = hasApp(asked.half) ? ', or the code that your app shows now' : '';
  return `This recovery code is wrong or was used already. Enter another one${otherwise}.`;
}
