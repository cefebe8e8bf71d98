import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOfBrowser } from '../access/cross-site.js';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import { OwnCookie } from '../http/own-cookie.js';
import { type HalfProved, SecondFactorRequired } from '../oauth/grants/password-verifier.js';
import { type Account, Accounts } from '../oauth/stores/accounts.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { SecretKey } from '../secrets/secret-key.js';
import { ANSWER_COUNTS_FOR } from '../oauth/authorize/answers.js';

const MAX_LENGTH = 1024;
const CONTEXT = 'half a session';

/** What the cookie holds, sealed. */
interface Content {
  userId: string;
  epoch: number;
  proofEpoch: number;
  /** Whether a second factor is to be set up; otherwise the account has one. */
  enrols: boolean;
  /** Milliseconds. */
  until: number;
}

/** A person whose password was right in this browser. */
export interface HalfSession extends HalfProved, Pick<Account, 'secondFactors'> {
  /** What may finish an enrolment that begins in it. */
  holder: string;
}

/**
 * Sign-ins of the console that wait for a second factor: a sealed cookie, which no script reads, says whose password was
 * right, and what the account was then. Nothing of it is stored, and it authenticates nothing else.
 */
@Injectable()
export class HalfSessions {
  private readonly cookie: OwnCookie;

  constructor(
    private readonly key: SecretKey,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
    { issuer }: Settings,
  ) {
    this.cookie = new OwnCookie(issuer, 'half', { sameSite: 'strict' });
  }

  /** Of browsers alone: other clients send the password again with `otp`. */
  keep({ account, lacking }: SecondFactorRequired, request: FastifyRequest, reply: FastifyReply): void {
    if (!isOfBrowser(request)) return;
    const { id: userId, epoch, proofEpoch } = account;
    const until = this.clock.now().getTime() + ANSWER_COUNTS_FOR * 1000;
    const content: Content = { userId, epoch, proofEpoch, enrols: lacking === 'enrolment', until };
    const sealed = this.key.seal(Buffer.from(JSON.stringify(content)), CONTEXT).toString('base64url');
    this.cookie.set(reply, sealed, ANSWER_COUNTS_FOR);
  }

  /** @throws InvalidRequest where no sign-in waits for this */
  async of(request: FastifyRequest, waitsFor: 'code' | 'enrolment'): Promise<HalfSession> {
    const content = this.read(this.cookie.read(request) ?? '');
    const isPending = content !== undefined && content.until > this.clock.now().getTime();
    if (!isPending || content.enrols !== (waitsFor === 'enrolment')) throw halfSessionOver();
    const account = await this.accounts.byId(content.userId);
    if (account === undefined) throw halfSessionOver();
    const { userId: id, epoch, proofEpoch, until } = content;
    const { email, secondFactors } = account;
    return { id, epoch, proofEpoch, email, secondFactors, holder: `half a session until ${String(until)}` };
  }

  private read(sealed: string): Content | undefined {
    if (sealed === '' || sealed.length > MAX_LENGTH) return undefined;
    try {
      return JSON.parse(this.key.open(Buffer.from(sealed, 'base64url'), CONTEXT).toString()) as Content;
    } catch {
      return undefined;
    }
  }
}

export function halfSessionOver(): InvalidRequest {
  return new InvalidRequest('This sign-in does not wait any more; begin it again with the password');
}
