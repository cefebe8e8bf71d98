import { accountOf, type Caller } from '../../access/caller.js';
import { type PasswordVerifier, SecondFactorRequired } from '../../oauth/grants/password-verifier.js';
import type { Account } from '../../oauth/stores/accounts.js';
import { InvalidRequest, Refusal } from '../../protocol/refusal.js';

/**
 * The caller's account, once they have given its password. Verified as a sign-in is, so that a stolen sign-in cannot guess
 * here what it may not guess there.
 */
export async function presentOwner(owner: PasswordVerifier, caller: Caller, password: string): Promise<Account> {
  return owner.confirm(accountOf(caller).email, password, caller.origin).catch(asFieldFault);
}

/**
 * As `presentOwner`, and of an account with a second factor a code, too: who stole a session and knows the password must
 * not take the second factor away.
 */
export async function presentOwnerWithFactor(
  owner: PasswordVerifier,
  caller: Caller,
  password: string,
  otp: string | undefined,
): Promise<Account> {
  return owner
    .verify(accountOf(caller).email, password, caller.origin, otp)
    .then(({ account }) => account, asFieldFault);
}

/** The methods of the caller's second factor, once they have given a code. Guessed on the counters of the sign-in. */
export async function presentFactor(owner: PasswordVerifier, caller: Caller, otp: string): Promise<readonly string[]> {
  return owner.complete(accountOf(caller), otp, caller.origin).then(
    ({ amr }) => amr,
    (error: unknown) => {
      if (!(error instanceof Refusal) || error.reason !== 'invalid_credentials') return asFieldFault(error);
      throw InvalidRequest.field('otp', 'was not looked at: the account has changed just now; send a code again');
    },
  );
}

/** The credential of the request held: only the field is wrong, and a 401 would sign people out of their console. */
function asFieldFault(error: unknown): never {
  if (error instanceof SecondFactorRequired) {
    const { detail, subject, fields, description } = error;
    throw new InvalidRequest(description, [...fields], { detail, subject });
  }
  if (!(error instanceof Refusal) || error.reason !== 'invalid_credentials') throw error;
  const { detail, subject } = error;
  const message = 'is not your present password';
  throw new InvalidRequest(`current_password: ${message}`, [{ field: 'current_password', message }], {
    detail,
    subject,
  });
}
