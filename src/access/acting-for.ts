import { AccessDenied } from '../protocol/refusal.js';
import { accountOf, type Caller, isAdmin } from './caller.js';

/** The person whose things a call is about: the caller, or for an admin anyone. */
export function actingFor(caller: Caller, userId: string | undefined): string {
  if (userId === undefined) return accountOf(caller).id;
  if (userId === caller.account?.id || isAdmin(caller)) return userId;
  throw new AccessDenied("another user's", { userId: caller.account?.id });
}
