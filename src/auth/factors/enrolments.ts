import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { ProvedAccount } from '../../oauth/stores/accounts.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { newAuthenticatorSecret, oneTimeCode, stepOf } from './one-time-codes.js';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.js';
import { SecondFactors } from './second-factors.js';

/** Seconds that a person may take to scan the code and type the first one. */
const PATIENCE = 900;
const MAX_TICKET = 2048;
const CONTEXT = 'authenticator enrolment';

/** An enrolment that waits for the first code of the app. Only its number is stored: the last one alone is finished. */
export interface BegunEnrolment {
  ticket: string;
  secret: Buffer;
  expiresAt: Date;
}

interface Content {
  userId: string;
  epoch: number;
  proofEpoch: number;
  /** The credential or browser that began it. */
  holder: string;
  /** Base64. */
  secret: string;
  /** Milliseconds. */
  until: number;
  /** Its number; undefined: a server of the version before began it. */
  nth?: number;
}

/** Sets authenticator apps up. Its ticket is sealed, and bound to who began it and to the state of the account. */
@Injectable()
export class Enrolments {
  constructor(
    private readonly key: SecretKey,
    private readonly factors: SecondFactors,
    private readonly clock: Clock,
  ) {}

  /** The caller has proved the account freshly. `holder`: the credential or browser that may finish it. */
  async begin({ id: userId, epoch, proofEpoch }: ProvedAccount, holder: string): Promise<BegunEnrolment> {
    const nth = await this.factors.countEnrolment(userId);
    if (nth === undefined) throw ticketOver();
    const secret = newAuthenticatorSecret();
    const until = this.clock.now().getTime() + PATIENCE * 1000;
    const content: Content = { userId, epoch, proofEpoch, holder, secret: secret.toString('base64'), until, nth };
    const ticket = this.key.seal(Buffer.from(JSON.stringify(content)), CONTEXT).toString('base64url');
    return { ticket, secret, expiresAt: new Date(until) };
  }

  /** The secret of a begun enrolment, to show it again. @throws InvalidRequest */
  secretIn(ticket: string, { id }: { id: string }, holder: string): Buffer {
    return Buffer.from(this.read(ticket, id, holder).secret, 'base64');
  }

  /**
   * @returns the recovery codes, which are shown this once
   * @throws InvalidRequest for a wrong code, and for a ticket that does not hold any more or is not of the last enrolment
   */
  async finish(ticket: string, typed: string, { id }: { id: string }, holder: string, by: DoneBy): Promise<string[]> {
    const { secret: text, userId, epoch, proofEpoch, nth } = this.read(ticket, id, holder);
    // before the code: the app of a person may show that of the later one
    if (nth !== undefined && (await this.factors.lastEnrolment(userId)) !== nth) throw begunAgain();
    const secret = Buffer.from(text, 'base64');
    const code = oneTimeCode(typed);
    const step = code === undefined ? undefined : stepOf(code, secret, this.clock.now());
    if (step === undefined) {
      throw InvalidRequest.field(
        'code',
        'is not the present code of the app; check that the clock of its device is right',
      );
    }
    const codes = newRecoveryCodes();
    const hashes = codes.flatMap((each) => recoveryCodeHash(userId, each) ?? []);
    if (!(await this.factors.enrol({ userId, secret, step, epoch, proofEpoch, nth }, hashes, by))) throw ticketOver();
    return codes;
  }

  /** New recovery codes, in the place of all. The caller has proved the account freshly. */
  async newCodes(account: ProvedAccount, by: DoneBy): Promise<string[] | undefined> {
    const codes = newRecoveryCodes();
    const hashes = codes.flatMap((each) => recoveryCodeHash(account.id, each) ?? []);
    return (await this.factors.replaceRecoveryCodes(account, hashes, by)) ? codes : undefined;
  }

  private read(ticket: string, userId: string, holder: string): Content {
    let content: Content;
    try {
      if (ticket.length > MAX_TICKET) throw new Error('too long');
      content = JSON.parse(this.key.open(Buffer.from(ticket, 'base64url'), CONTEXT).toString()) as Content;
    } catch {
      throw ticketOver();
    }
    const holds = content.userId === userId && content.holder === holder;
    if (!holds || content.until <= this.clock.now().getTime()) throw ticketOver();
    return content;
  }
}

function ticketOver(): InvalidRequest {
  return InvalidRequest.field('ticket', 'does not hold any more; begin again');
}

function begunAgain(): InvalidRequest {
  const message = 'was begun again in another tab or session; finish it there, or begin once more here';
  return new InvalidRequest(`This set-up ${message}`, [{ field: 'ticket', message }]);
}
