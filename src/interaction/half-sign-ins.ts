import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HalfMark } from '../access/half-mark.js';
import { Clock } from '../clock/clock.js';
import { type HalfSignIn, pendingHalf } from '../oauth/authorize/answers.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import type { HalfProved, ProvedPerson } from '../oauth/grants/password-verifier.js';
import { type Account, Accounts } from '../oauth/stores/accounts.js';
import { PASSWORD_ONLY, type PasskeyClass } from '../protocol/acr.js';
import { InvalidRequest } from '../protocol/refusal.js';
import type { SignInChoice } from './browser-sign-in.js';
import { WaitingRequests } from './waiting-requests.js';

/** Whose sign-in waits, and what the account could complete it with. */
export type WaitingHalf = HalfProved & Pick<Account, 'secondFactors'>;

/** A person who must set a second factor up before they are signed in. */
export interface EnrollingPerson extends HalfProved {
  /** What may finish the enrolment: this half of a sign-in. */
  holder: string;
  /** The class that has to be reached: only a passkey is set up. Undefined: any second factor is. */
  reaches: PasskeyClass | undefined;
  /** The methods that were proved before. */
  amr: readonly string[];
  /** What the person chose on the page of the factor before. */
  choice: SignInChoice;
}

/** What a passkey is set up for. */
interface PasskeyFor {
  /** The class that it has to reach. */
  reaches: PasskeyClass;
  choice: SignInChoice | undefined;
}

/**
 * Sign-ins of this browser that wait for a second factor. The right password travels in the ticket of the request it was
 * shown for, sealed and bound to the browser; nothing is signed in before the rest is proved. It ends there with the mark.
 */
@Injectable()
export class HalfSignIns {
  constructor(
    private readonly requests: WaitingRequests,
    private readonly mark: HalfMark,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** Sends the browser to the page that asks for the second factor. */
  ask(account: Account, waiting: WaitingRequest, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return this.send('/interaction/second-factor', this.halfOf(account), waiting, request, reply);
  }

  /** Sends the browser to the page that sets a second factor up, for an account without one. */
  askToEnrol(account: Account, waiting: WaitingRequest, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return this.send('/interaction/set-up', { ...this.halfOf(account), enrols: true }, waiting, request, reply);
  }

  /**
   * Sends the browser to the same page, for a passkey alone.
   * @param person who has proved everything that the account has
   */
  askForPasskey(
    { account, amr }: ProvedPerson,
    { reaches, choice }: PasskeyFor,
    waiting: WaitingRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const trusting = choice?.trusts === true && { trusts: true as const };
    const half: HalfSignIn = { ...this.halfOf(account), enrols: true, reaches, amr, ...trusting };
    return this.send('/interaction/set-up', half, waiting, request, reply);
  }

  /** Whose sign-in waits for a second factor. @throws InvalidRequest where it waits no longer */
  async of(waiting: WaitingRequest): Promise<WaitingHalf> {
    return this.whose(waiting, false);
  }

  /** Whose sign-in waits for a second factor to be set up. @throws InvalidRequest where it waits no longer */
  async enrolling(waiting: WaitingRequest): Promise<EnrollingPerson> {
    const person = await this.whose(waiting, true);
    const { at, reaches, amr = PASSWORD_ONLY, trusts = false } = waiting.answers?.half ?? {};
    return { ...person, holder: `sign-in ${String(at)}`, reaches, amr, choice: { trusts } };
  }

  /** Ends every sign-in that waits in this browser. */
  end(reply: FastifyReply): void {
    this.mark.end(reply);
  }

  private async whose({ answers }: WaitingRequest, enrols: boolean): Promise<WaitingHalf> {
    const half = pendingHalf(answers, this.clock.now());
    const account = half && (await this.accounts.byId(half.userId));
    if (half === undefined || account === undefined) throw halfSignInOver('no password was shown, or too long ago');
    if ((half.enrols === true) !== enrols) throw halfSignInOver('this half of a sign-in waits for something else');
    const { id, email, secondFactors } = account;
    return { id, email, secondFactors, epoch: half.epoch, proofEpoch: half.proofEpoch };
  }

  private halfOf({ id: userId, epoch, proofEpoch }: Account): HalfSignIn {
    return { userId, epoch, proofEpoch, at: this.clock.now().getTime() };
  }

  private send(
    page: string,
    half: HalfSignIn,
    waiting: WaitingRequest,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const answers = { ...waiting.answers, half: { ...half, browser: this.mark.nameOf(request, reply) } };
    return this.requests.send(page, { ...waiting, answers }, request, reply);
  }
}

/** Half a sign-in that cannot be completed. */
export function halfSignInOver(detail: string): InvalidRequest {
  const explanation = 'This sign-in does not wait any more. Please go back to the application and sign in again.';
  return new InvalidRequest(explanation, [], { detail });
}
