import { Secret, TOTP } from 'otpauth';
import type { Clock } from '../../src/clock/clock.js';
import type { Api } from './management.js';

/** The phone of a person: an authenticator app that was set up for their account. */
export class Authenticator {
  private constructor(
    private readonly totp: TOTP,
    private readonly clock: Clock,
    /** As shown when it was set up. */
    readonly recoveryCodes: readonly string[],
  ) {}

  /** Sets one up for the account that `api` is signed in to. Its first code is used. */
  static async of(api: Api, password: string, clock: Clock, otp?: string): Promise<Authenticator> {
    const begun = await api.post('users/me/authenticator', { current_password: password, ...(otp && { otp }) });
    if (begun.status !== 200) throw new Error(`no enrolment: ${begun.text}`);
    const { ticket, secret } = begun.json as { ticket: string; secret: string };
    const totp = totpOf(secret);
    const code = totp.generate({ timestamp: clock.now().getTime() });
    const done = await api.put('users/me/authenticator', { ticket, code });
    if (done.status !== 200) throw new Error(`no authenticator: ${done.text}`);
    return new Authenticator(totp, clock, (done.json as { recovery_codes: string[] }).recovery_codes);
  }

  /** An app that was given this secret (Base32). */
  static from(secret: string, clock: Clock): Authenticator {
    return new Authenticator(totpOf(secret), clock, []);
  }

  /** The code that is shown so many time steps from now. */
  code(steps = 0): string {
    return this.totp.generate({ timestamp: this.clock.now().getTime() + steps * 30_000 });
  }

  /** A well-formed code that is shown at no time near now. */
  wrongCode(): string {
    const near = [-2, -1, 0, 1, 2].map((steps) => this.code(steps));
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) ?? '';
  }
}

export function totpOf(secret: string): TOTP {
  return new TOTP({ secret: Secret.fromBase32(secret) });
}
