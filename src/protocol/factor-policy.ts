/** Whether people need a second factor, from the least to the strictest. */
export const FACTOR_POLICIES = ['off', 'optional', 'required'] as const;
export type FactorPolicy = (typeof FACTOR_POLICIES)[number];

/** The policy for people of each role. */
export interface FactorPolicies {
  admin: FactorPolicy;
  member: FactorPolicy;
}

/** What a setting, an application or a brand says; null or undefined: nothing. */
type Said = FactorPolicy | null | undefined;

/** The strictest of these policies; those that say nothing do not count. */
export function strictest(policy: FactorPolicy, ...others: readonly Said[]): FactorPolicy {
  return others.reduce<FactorPolicy>((strict, said) => (said && isStricter(said, strict) ? said : strict), policy);
}

/** Whether one says more than the other; what says nothing says least. */
export function isStricter(policy: Said, than: Said): boolean {
  return rankOf(policy) > rankOf(than);
}

function rankOf(policy: Said): number {
  return policy ? FACTOR_POLICIES.indexOf(policy) : -1;
}
