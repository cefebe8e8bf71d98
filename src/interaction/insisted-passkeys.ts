import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PasskeyRegistrations } from '../auth/passkeys/passkey-registrations.js';
import { RelyingParty } from '../auth/passkeys/relying-party.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import type { ProvedPerson } from '../oauth/grants/password-verifier.js';
import type { Application } from '../oauth/stores/applications.js';
import { insistedPasskey, reachesOneOf } from '../protocol/acr.js';
import type { SignInChoice } from './browser-sign-in.js';
import { HalfSignIns } from './half-sign-ins.js';

interface InsistingRequest {
  waiting: WaitingRequest;
  application: Application;
  /** The classes that it insists on (OpenID Connect Core section 5.5.1.1). */
  essentialAcrs: readonly string[];
}

/** An essential `acr` that only a passkey reaches has one set up in the sign-in, as a required second factor is. */
@Injectable()
export class InsistedPasskeys {
  constructor(
    private readonly halves: HalfSignIns,
    private readonly registrations: PasskeyRegistrations,
    private readonly party: RelyingParty,
  ) {}

  /**
   * Sends the browser to the page that makes a passkey. False, and nothing is sent, where none is insisted on or none can
   * be made: the request is then answered with `unmet_authentication_requirements`.
   * @param person who has proved everything that the account has
   * @param choice of the page before, which holds once the passkey is made
   */
  async ask(
    person: ProvedPerson,
    { waiting, application, essentialAcrs }: InsistingRequest,
    request: FastifyRequest,
    reply: FastifyReply,
    choice?: SignInChoice,
  ): Promise<boolean> {
    const { account, amr } = person;
    const reaches = insistedPasskey(essentialAcrs);
    if (reaches === undefined || reachesOneOf(essentialAcrs, amr) || this.party.site === undefined) return false;
    // a policy that is off offers nothing to those who have nothing
    if (application.secondFactor[account.role] === 'off' && account.secondFactors.length === 0) return false;
    if (!(await this.registrations.hasRoom(account))) return false;
    await this.halves.askForPasskey(person, { reaches, choice }, waiting, request, reply);
    return true;
  }
}
