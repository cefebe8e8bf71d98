import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type ProvedPerson, PasswordVerifier } from '../oauth/grants/password-verifier.js';
import { Refusal } from '../protocol/refusal.js';
import { type BegunEnrolment, Enrolments } from './factors/enrolments.js';
import { FirstFactors } from './factors/first-factors.js';
import { type ShownSecret, ShownEnrolment } from './factors/shown-enrolment.js';
import { HalfSessions, halfSessionOver } from './half-sessions.js';

/** The second step of a sign-in at the console: the code of a second factor, or its first set-up. */
@Injectable()
export class ConsoleSecondStep {
  constructor(
    private readonly halves: HalfSessions,
    private readonly owner: PasswordVerifier,
    private readonly enrolments: Enrolments,
    private readonly shown: ShownEnrolment,
    private readonly first: FirstFactors,
  ) {}

  /** What the sign-in of this browser can be completed with. */
  async methods(request: FastifyRequest): Promise<readonly string[]> {
    return (await this.halves.of(request, 'code')).secondFactors;
  }

  /** @throws SecondFactorRequired for a wrong code */
  async prove(request: FastifyRequest, otp: string): Promise<ProvedPerson> {
    const half = await this.halves.of(request, 'code');
    return this.owner.complete(half, otp, request.origin).catch((error: unknown) => {
      throw error instanceof Refusal && error.reason === 'invalid_credentials' ? halfSessionOver() : error;
    });
  }

  async beginEnrolment(request: FastifyRequest): Promise<BegunEnrolment & { shown: ShownSecret }> {
    const { holder, ...half } = await this.halves.of(request, 'enrolment');
    const begun = await this.enrolments.begin(half, holder);
    return { ...begun, shown: await this.shown.of(begun.secret, half) };
  }

  /** @throws InvalidRequest for a wrong code, and where the account has changed since its password was shown */
  async enrol(
    request: FastifyRequest,
    ticket: string,
    code: string,
  ): Promise<{ person: ProvedPerson; codes: string[] }> {
    const { holder, ...half } = await this.halves.of(request, 'enrolment');
    const done = await this.first.setUpApp({ half, holder }, { ticket, code }, request.origin);
    if (done === undefined) throw halfSessionOver();
    return done;
  }
}
