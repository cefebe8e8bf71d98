import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { Enrolments } from '../auth/factors/enrolments.js';
import { FirstFactors } from '../auth/factors/first-factors.js';
import { type ShownSecret, ShownEnrolment } from '../auth/factors/shown-enrolment.js';
import { readRegistration } from '../auth/passkeys/passkey-responses.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import type { ProvedPerson } from '../oauth/grants/password-verifier.js';
import type { Origin } from '../protocol/origin.js';
import { type EnrollingPerson, HalfSignIns, over } from './half-sign-ins.js';
import { credentialInForm } from './passkey-offers.js';

/** What the page that sets a second factor up shows. */
export interface ShownSetUp {
  enrolment: string;
  secret: ShownSecret;
  /** What the browser makes a passkey with; undefined where passkeys are off. */
  creation: PublicKeyCredentialCreationOptionsJSON | undefined;
  /** Whose second factor it becomes. */
  email: string;
}

interface DoneSetUp {
  person: ProvedPerson;
  codes: string[];
}

/** The first second factor of an account, set up in the middle of a sign-in. */
@Injectable()
export class SetUpCompletion {
  constructor(
    private readonly halves: HalfSignIns,
    private readonly enrolments: Enrolments,
    private readonly shown: ShownEnrolment,
    private readonly first: FirstFactors,
  ) {}

  async begin(waiting: WaitingRequest): Promise<ShownSetUp> {
    const person = await this.halves.enrolling(waiting);
    const { ticket: enrolment, secret } = this.enrolments.begin(person, person.holder);
    return this.show(person, enrolment, secret);
  }

  /** The same enrolment again, after a refusal. */
  async again(enrolment: string, waiting: WaitingRequest): Promise<ShownSetUp> {
    const person = await this.halves.enrolling(waiting);
    return this.show(person, enrolment, this.enrolments.secretIn(enrolment, person, person.holder));
  }

  /** @throws InvalidRequest for a wrong code, and where the account has changed since its password was shown */
  async finish(ticket: string, code: string, waiting: WaitingRequest, origin: Origin): Promise<DoneSetUp> {
    const { holder, ...half } = await this.halves.enrolling(waiting);
    return unlessChanged(await this.first.setUpApp({ half, holder }, { ticket, code }, origin));
  }

  /** @param text the passkey, as the script of the page has put it into the form. @throws as `finish`, and Conflict */
  async finishByPasskey(text: string, waiting: WaitingRequest, origin: Origin): Promise<DoneSetUp> {
    const { holder, ...half } = await this.halves.enrolling(waiting);
    const response = credentialInForm(text, readRegistration);
    return unlessChanged(await this.first.setUpPasskey({ half, holder }, response, origin));
  }

  private async show({ holder, ...half }: EnrollingPerson, enrolment: string, secret: Buffer): Promise<ShownSetUp> {
    const creation = await this.first.beginPasskey({ half, holder });
    return { enrolment, secret: await this.shown.of(secret, half), creation, email: half.email };
  }
}

function unlessChanged(done: DoneSetUp | undefined): DoneSetUp {
  if (done === undefined) throw over('the account has changed');
  return done;
}
