import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../clock/clock.js';
import { type ProvedPerson, SecondFactorRequired } from '../../oauth/grants/password-verifier.js';
import { PASSWORD_IN_TRUSTED_BROWSER } from '../../protocol/acr.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { Refusal } from '../../protocol/refusal.js';
import { SECONDS } from '../../protocol/durations.js';
import { newSecretText, sha256 } from '../../secrets/secrets.js';
import { TrustCookie } from './trust-cookie.js';
import { TrustedBrowsers } from './trusted-browsers.js';

/** The parameter by which a form says that the box is ticked: `on`. */
export const TRUST_BROWSER = 'trust_browser';

/** Seconds, from the second factor on: a sign-in by the trust does not prolong it. */
const TRUSTED_FOR = 30 * SECONDS.day;

export function wantsTrust(form: Parameters): boolean {
  return form.optional(TRUST_BROWSER) === 'on';
}

/**
 * Trust in a browser: where the right password lacks only the second factor, a token of that very account stands for it.
 * The token is not rotated: two tabs may sign in at once, and without the password it is worth nothing.
 */
@Injectable()
export class BrowserTrust {
  constructor(
    private readonly browsers: TrustedBrowsers,
    private readonly cookie: TrustCookie,
    private readonly clock: Clock,
  ) {}

  /**
   * The outcome of a password check, where the browser may stand for the second factor. Looks nothing up where none is due
   * or the browser has no token. The counters of failed attempts stay: codes of a step-up are guessed on them.
   */
  async standIn(outcome: ProvedPerson | Refusal, request: FastifyRequest): Promise<ProvedPerson | Refusal> {
    if (!(outcome instanceof SecondFactorRequired) || outcome.lacking !== 'code') return outcome;
    const hashes = this.presentIn(request);
    if (hashes.length === 0) return outcome;
    const { account } = outcome;
    if (!(await this.browsers.use(account, hashes, request.origin))) return outcome;
    return { account, amr: PASSWORD_IN_TRUSTED_BROWSER };
  }

  /** Trusts this browser, after a second factor in it. Always by a new token: one from before may be known to others. */
  async begin({ account }: ProvedPerson, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = newSecretText();
    const expiresAt = new Date(this.clock.now().getTime() + TRUSTED_FOR * 1000);
    const trust = { account, hash: sha256(token), expiresAt, present: this.presentIn(request) };
    const replaced = await this.browsers.add(trust, request.origin);
    if (replaced === undefined) return;
    const others = this.cookie.read(request).filter((each) => !replaced.some((hash) => hash.equals(sha256(each))));
    this.cookie.set(reply, [token, ...others], TRUSTED_FOR);
  }

  /** The hashes of the tokens that the browser shows. */
  presentIn(request: FastifyRequest): Buffer[] {
    return this.cookie.read(request).map((token) => sha256(token));
  }
}
