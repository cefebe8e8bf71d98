import { Injectable } from '@nestjs/common';
import { Enrolments } from '../auth/factors/enrolments.js';
import { type ShownSecret, ShownEnrolment } from '../auth/factors/shown-enrolment.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import { refuseAddress } from '../auth/password/sign-in-attempts.js';
import type { ProvedPerson } from '../oauth/grants/password-verifier.js';
import { Accounts } from '../oauth/stores/accounts.js';
import { PASSWORD_AND_CODE } from '../protocol/acr.js';
import type { Origin } from '../protocol/origin.js';
import { UNCONDITIONAL } from '../protocol/standing.js';
import { HalfSignIns, over } from './half-sign-ins.js';

/** An enrolment as the page shows it. */
export interface ShownSetUp {
  enrolment: string;
  secret: ShownSecret;
  /** Whose second factor it becomes. */
  email: string;
}

/** The first second factor of an account, set up in the middle of a sign-in. */
@Injectable()
export class SetUpCompletion {
  constructor(
    private readonly halves: HalfSignIns,
    private readonly enrolments: Enrolments,
    private readonly shown: ShownEnrolment,
    private readonly accounts: Accounts,
  ) {}

  async begin(waiting: WaitingRequest): Promise<ShownSetUp> {
    const { holder, ...person } = await this.halves.enrolling(waiting);
    const { ticket: enrolment, secret } = this.enrolments.begin(person, holder);
    return { enrolment, secret: await this.shown.of(secret, person), email: person.email };
  }

  /** The same enrolment again, after a wrong code. */
  async again(enrolment: string, waiting: WaitingRequest): Promise<ShownSetUp> {
    const { holder, ...person } = await this.halves.enrolling(waiting);
    const secret = this.enrolments.secretIn(enrolment, person, holder);
    return { enrolment, secret: await this.shown.of(secret, person), email: person.email };
  }

  /** @throws InvalidRequest for a wrong code, and where the account has changed since its password was shown */
  async finish(
    enrolment: string,
    code: string,
    waiting: WaitingRequest,
    origin: Origin,
  ): Promise<{ person: ProvedPerson; codes: string[] }> {
    const { holder, ...half } = await this.halves.enrolling(waiting);
    const account = await this.accounts.byId(half.id);
    if (account === undefined || account.disabled || account.epoch !== half.epoch)
      throw over('the account has changed');
    refuseAddress(account, origin);
    const { address, requestId } = origin;
    const by = { ...UNCONDITIONAL, actor: { type: 'user' as const, id: half.id }, clientId: null, address, requestId };
    const codes = await this.enrolments.finish(enrolment, code, half, holder, by);
    return { person: { account, amr: PASSWORD_AND_CODE }, codes };
  }
}
