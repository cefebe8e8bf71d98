import { accountOf, type Caller } from '../../access/caller.js';
import type { PasswordVerifier } from '../../oauth/grants/password-verifier.js';
import type { Account } from '../../oauth/stores/accounts.js';
import { InvalidRequest, Refusal } from '../../protocol/refusal.js';

/**
 * The caller's account, once they have given its password. Verified as a sign-in is, so that a stolen sign-in cannot guess
 * here what it may not guess there.
 */
export async function presentOwner(owner: PasswordVerifier, caller: Caller, password: string): Promise<Account> {
  return owner.verify(accountOf(caller).email, password, caller.origin).catch((error: unknown) => {
    throw asFieldFault(error);
  });
}

/** The credential of the request held: only the field is wrong, and a 401 would sign people out of their console. */
function asFieldFault(error: unknown): unknown {
  if (!(error instanceof Refusal) || error.reason !== 'invalid_credentials') return error;
  const { detail, subject } = error;
  const message = 'is not your present password';
  return new InvalidRequest(`current_password: ${message}`, [{ field: 'current_password', message }], {
    detail,
    subject,
  });
}
