import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserTrust } from '../auth/trusted-browsers/browser-trust.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import { mustEnrol } from '../oauth/grants/factor-rules.js';
import { type ProvedPerson, SecondFactorRequired } from '../oauth/grants/password-verifier.js';
import type { Application } from '../oauth/stores/applications.js';
import { PASSWORD_AND_CODE, PASSWORD_IN_TRUSTED_BROWSER, reachesOneOf } from '../protocol/acr.js';
import { Refusal } from '../protocol/refusal.js';
import { HalfSignIns } from './half-sign-ins.js';
import { InsistedPasskeys } from './insisted-passkeys.js';

/** What a person signs in for. */
interface SignInFor {
  waiting: WaitingRequest;
  application: Application;
  /** The classes that the application insists on (OpenID Connect Core section 5.5.1.1). */
  essentialAcrs?: readonly string[];
  /** Those that it would rather have. */
  voluntaryAcrs?: readonly string[];
}

/** What a sign-in in a browser needs beside the password, before there is a session. */
@Injectable()
export class RemainingProofs {
  constructor(
    private readonly halves: HalfSignIns,
    private readonly insisted: InsistedPasskeys,
    private readonly trust: BrowserTrust,
  ) {}

  /**
   * @param given of the password check
   * @returns the outcome that the sign-in goes on with; undefined: the browser was sent to the page that asks for the rest
   */
  async after(
    given: ProvedPerson | Refusal,
    asked: SignInFor,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<ProvedPerson | Refusal | undefined> {
    const outcome = takesTrust(asked) ? await this.trust.standIn(given, request) : given;
    if (outcome instanceof SecondFactorRequired) {
      await this.halves.ask(outcome.account, asked.waiting, request, reply);
      return undefined;
    }
    if (outcome instanceof Refusal) return outcome;
    const { essentialAcrs = [] } = asked;
    if (await this.insisted.ask(outcome, { ...asked, essentialAcrs }, request, reply)) return undefined;
    if (!needsEnrolment(outcome, asked)) return outcome;
    await this.halves.askToEnrol(outcome.account, asked.waiting, request, reply);
    return undefined;
  }
}

/** A trusted browser is no second factor: an application that asks for one, by any of its ways, gets a fresh one. */
function takesTrust({ essentialAcrs = [], voluntaryAcrs = [] }: SignInFor): boolean {
  return [essentialAcrs, voluntaryAcrs].every(
    (acrs) => acrs.length === 0 || reachesOneOf(acrs, PASSWORD_IN_TRUSTED_BROWSER),
  );
}

/** A policy that requires a second factor has one set up, and so does an essential `acr`; nothing else does. */
function needsEnrolment({ account, amr }: ProvedPerson, { application, essentialAcrs = [] }: SignInFor): boolean {
  const { secondFactor } = application;
  if (mustEnrol(account, secondFactor)) return true;
  const insists = !reachesOneOf(essentialAcrs, amr) && reachesOneOf(essentialAcrs, PASSWORD_AND_CODE);
  return insists && account.secondFactors.length === 0 && secondFactor[account.role] !== 'off';
}
