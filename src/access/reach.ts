import { AccessDenied } from '../protocol/refusal.js';
import { accountOf, type Caller, isAdmin } from './caller.js';

/**
 * What an administrator's credential allows on other accounts. Sessions and first-party logins carry both permissions; an
 * application or an API key has the role of its owner only if it was granted them.
 */
const OF_OTHERS = { read: 'read:users', write: 'write:users' } as const;

export type Act = keyof typeof OF_OTHERS;

/** Whether a call may concern other accounts. */
export function reachesOthers(caller: Caller, act: Act): boolean {
  return isAdmin(caller) && caller.scopes.has(OF_OTHERS[act]);
}

/**
 * Whether a call may concern what this account owns; null: it has no owner.
 * @throws InsufficientUserAuthentication where changing it takes a fresh second factor that was not proved
 */
export function reaches(caller: Caller, ownerId: string | null, act: Act): boolean {
  if (ownerId !== null && ownerId === caller.account?.id) return true;
  if (!reachesOthers(caller, act)) return false;
  if (act === 'write') caller.requireFresh?.();
  return true;
}

/** The account a call is about: the caller, or any account for an administrator whose credential allows it. */
export function actingFor(caller: Caller, userId: string | undefined, act: Act): string {
  if (userId === undefined) return accountOf(caller).id;
  if (reaches(caller, userId, act)) return userId;
  const { account } = caller;
  throw new AccessDenied(`another user's; that takes an administrator with ${OF_OTHERS[act]}`, { userId: account?.id });
}
