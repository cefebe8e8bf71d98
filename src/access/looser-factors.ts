import { type FactorPolicy, isStricter } from '../protocol/factor-policy.js';
import { AccessDenied } from '../protocol/refusal.js';
import type { Caller } from './caller.js';
import { reachesOthers } from './reach.js';

/**
 * Owners ask more of people; only an administrator asks less of them.
 * @param after undefined: the change says nothing of it
 * @throws AccessDenied
 */
export function refuseLooserFactors(
  caller: Caller,
  before: FactorPolicy | null,
  after: FactorPolicy | null | undefined,
): void {
  if (after === undefined || !isStricter(before, after) || reachesOthers(caller, 'write')) return;
  throw AccessDenied.explained('second_factor', 'only an admin makes it less strict');
}
