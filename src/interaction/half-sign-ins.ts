import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../clock/clock.js';
import { pendingHalf } from '../oauth/authorize/answers.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import type { HalfProved, SecondFactorRequired } from '../oauth/grants/password-verifier.js';
import { Accounts } from '../oauth/stores/accounts.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { WaitingRequests } from './waiting-requests.js';

/**
 * Sign-ins of this browser that wait for a second factor. The right password travels in the ticket of the request it was
 * shown for, sealed and bound to the browser; nothing is signed in before the rest is proved.
 */
@Injectable()
export class HalfSignIns {
  constructor(
    private readonly requests: WaitingRequests,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** Sends the browser to the page that asks for the second factor. */
  async ask(
    { account }: SecondFactorRequired,
    waiting: WaitingRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { id: userId, epoch, proofEpoch } = account;
    const half = { userId, epoch, proofEpoch, at: this.clock.now().getTime() };
    const answers = { ...waiting.answers, half };
    await this.requests.send('/interaction/second-factor', { ...waiting, answers }, request, reply);
  }

  /** Whose sign-in waits. @throws InvalidRequest where it waits no longer */
  async of({ answers }: WaitingRequest): Promise<HalfProved> {
    const half = pendingHalf(answers, this.clock.now());
    const account = half && (await this.accounts.byId(half.userId));
    if (half === undefined || account === undefined) throw over('no password was shown, or too long ago');
    return { id: account.id, email: account.email, epoch: half.epoch, proofEpoch: half.proofEpoch };
  }
}

/** Half a sign-in that cannot be completed. */
export function over(detail: string): InvalidRequest {
  const explanation = 'This sign-in does not wait any more. Please go back to the application and sign in again.';
  return new InvalidRequest(explanation, [], { detail });
}
