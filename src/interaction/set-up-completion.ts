import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { Enrolments } from '../auth/factors/enrolments.js';
import { FirstFactors } from '../auth/factors/first-factors.js';
import { type ShownSecret, ShownEnrolment } from '../auth/factors/shown-enrolment.js';
import { readRegistration } from '../auth/passkeys/passkey-responses.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import type { ProvedPerson } from '../oauth/grants/password-verifier.js';
import type { PasskeyClass } from '../protocol/acr.js';
import type { Origin } from '../protocol/origin.js';
import { InvalidRequest } from '../protocol/refusal.js';
import type { SignInChoice } from './browser-sign-in.js';
import { type EnrollingPerson, HalfSignIns, halfSignInOver } from './half-sign-ins.js';
import { credentialInForm } from './passkey-offers.js';

/** What the page that sets a second factor up shows. */
export interface ShownSetUp {
  /** The sealed enrolment of an authenticator app, and its secret; undefined where only a passkey will do. */
  app: { enrolment: string; secret: ShownSecret } | undefined;
  /** The class that a passkey has to reach; undefined: any. */
  reaches: PasskeyClass | undefined;
  /** What the browser makes a passkey with; undefined where passkeys are off. */
  creation: PublicKeyCredentialCreationOptionsJSON | undefined;
  /** Whose second factor it becomes. */
  email: string;
}

interface DoneSetUp {
  person: ProvedPerson;
  /** Of the page before: it holds now that everything is proved. */
  choice: SignInChoice;
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
    if (person.reaches !== undefined) return this.show(person, undefined);
    const { ticket: enrolment, secret } = await this.enrolments.begin(person, person.holder);
    return this.show(person, { enrolment, secret });
  }

  /** The same enrolment again, after a refusal. */
  async again(enrolment: string | undefined, waiting: WaitingRequest): Promise<ShownSetUp> {
    const person = await this.halves.enrolling(waiting);
    if (person.reaches !== undefined) return this.show(person, undefined);
    if (enrolment === undefined) throw InvalidRequest.field('enrolment', 'is missing');
    return this.show(person, { enrolment, secret: this.enrolments.secretIn(enrolment, person, person.holder) });
  }

  /** @throws InvalidRequest for a wrong code, and where the account has changed since its password was shown */
  async finish(ticket: string, code: string, waiting: WaitingRequest, origin: Origin): Promise<DoneSetUp> {
    const { holder, reaches, choice, ...half } = await this.halves.enrolling(waiting);
    if (reaches !== undefined) throw halfSignInOver('only a passkey is to be set up');
    return { ...unlessChanged(await this.first.setUpApp({ half, holder }, { ticket, code }, origin)), choice };
  }

  /** @param text the passkey, as the script of the page has put it into the form. @throws as `finish`, and Conflict */
  async finishByPasskey(text: string, waiting: WaitingRequest, origin: Origin): Promise<DoneSetUp> {
    const { holder, reaches, amr, choice, ...half } = await this.halves.enrolling(waiting);
    const response = credentialInForm(text, readRegistration);
    const done = await this.first.setUpPasskey({ half, holder }, response, origin, { amr, reaches });
    return { ...unlessChanged(done), choice };
  }

  private async show(
    { holder, reaches, ...half }: EnrollingPerson,
    app: { enrolment: string; secret: Buffer } | undefined,
  ): Promise<ShownSetUp> {
    const creation = await this.first.beginPasskey({ half, holder });
    const shown = app && { ...app, secret: await this.shown.of(app.secret, half) };
    return { app: shown, reaches, creation, email: half.email };
  }
}

function unlessChanged<Done>(done: Done | undefined): Done {
  if (done === undefined) throw halfSignInOver('the account has changed');
  return done;
}
