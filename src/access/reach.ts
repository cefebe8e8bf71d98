import { AccessDenied } from '../protocol/refusal.js';
import { accountOf, type Caller, isAdmin } from './caller.js';

/**
 * What an administrator's credential says that it may do with other people's things. Sessions and first-party logins
 * carry both; an application or an API key acts for its person, and not for the person's role, unless it was given these.
 */
const OF_OTHERS = { read: 'read:users', write: 'write:users' } as const;

export type Act = keyof typeof OF_OTHERS;

/** Whether a call may be about other people's things. */
export function reachesOthers(caller: Caller, act: Act): boolean {
  return isAdmin(caller) && caller.scopes.has(OF_OTHERS[act]);
}

/** Whether a call may be about what belongs to this account; null: it belongs to none. */
export function reaches(caller: Caller, ownerId: string | null, act: Act): boolean {
  return (ownerId !== null && ownerId === caller.account?.id) || reachesOthers(caller, act);
}

/** The person whose things a call is about: the caller, or anyone for an administrator whose credential says so. */
export function actingFor(caller: Caller, userId: string | undefined, act: Act): string {
  if (userId === undefined) return accountOf(caller).id;
  if (reaches(caller, userId, act)) return userId;
  const { account } = caller;
  throw new AccessDenied(`another user's; that takes an administrator with ${OF_OTHERS[act]}`, { userId: account?.id });
}
