import type { BegunEnrolment } from '../account/enrolment';
import { server } from '../base';
import { Problem, WithoutCookies } from './problem';

// The second step of a sign-in. A sealed cookie that no script reads says whose password was right.

/** What a person chooses with the second factor. */
export interface TrustChoice {
  /** Whether this browser is trusted from now on. */
  trusts: boolean;
}

/** What completes the sign-in: `otp`, `passkey`. */
export async function secondFactorsOfHalf(): Promise<string[]> {
  const answer = await withCookie(send('GET', 'second-factor'));
  return (answer as { second_factors: string[] }).second_factors;
}

/** `otp`: a code of the authenticator app, or a recovery code. */
export async function proveSecondFactor(otp: string, choice: TrustChoice): Promise<void> {
  await send('POST', 'second-factor', { otp, ...trustOf(choice) });
}

export function trustOf({ trusts }: TrustChoice): { trust_browser?: 'on' } {
  return trusts ? { trust_browser: 'on' } : {};
}

/** Begins to set up the second factor that the account must have. */
export async function beginSetUp(): Promise<BegunEnrolment> {
  return (await withCookie(send('POST', 'authenticator', {}))) as BegunEnrolment;
}

/** Finishes it, and completes the sign-in. */
export async function finishSetUp(body: { ticket: string; code: string }): Promise<{ recovery_codes: string[] }> {
  return (await send('PUT', 'authenticator', body)) as { recovery_codes: string[] };
}

/** Has the browser make a passkey in place of the app. Null: this server has no passkeys. */
export async function beginPasskeySetUp(): Promise<Record<string, unknown> | null> {
  const { options } = (await send('POST', 'passkey/registration', {})) as { options: Record<string, unknown> | null };
  return options;
}

/** Finishes it, and completes the sign-in. */
export async function finishPasskeySetUp(passkey: object): Promise<{ recovery_codes: string[] }> {
  const body = { passkey: JSON.stringify(passkey) };
  return (await send('PUT', 'passkey/registration', body)) as { recovery_codes: string[] };
}

/** Of the first request after the password: where no sign-in waits, the browser did not keep the cookie that says so. */
async function withCookie(answer: Promise<unknown>): Promise<unknown> {
  return answer.catch((error: unknown) => {
    throw error instanceof Problem && error.status === 400 ? new WithoutCookies() : error;
  });
}

async function send(method: string, path: string, body?: object): Promise<unknown> {
  const sent = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${server}/v1/session/${path}`, { method, ...sent });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw Problem.from(response.status, answer);
  return answer;
}
