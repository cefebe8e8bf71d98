import type { Settings } from '../../config/settings.js';
import { isTwoFactor, TRUSTED_BROWSER } from '../../protocol/acr.js';
import { type FactorPolicies, type FactorPolicy, strictest } from '../../protocol/factor-policy.js';
import type { Account } from '../stores/accounts.js';
import { type ProvedPerson, SecondFactorRequired } from './password-verifier.js';

type ServerPolicy = Pick<Settings, 'secondFactor' | 'secondFactorAdmins' | 'secondFactorMembers'>;

/** What the server asks of people, with what else applies to a sign-in: the strictest wins. */
export function factorPolicies(server: ServerPolicy, ...more: readonly (FactorPolicy | null)[]): FactorPolicies {
  const { secondFactor, secondFactorAdmins, secondFactorMembers } = server;
  return {
    admin: strictest(secondFactor, secondFactorAdmins, ...more),
    member: strictest(secondFactor, secondFactorMembers, ...more),
  };
}

/** Whether a sign-in by these methods is enough. A browser that the person trusts stands for their second factor. */
export function isEnough({ account, amr }: ProvedPerson, policies: FactorPolicies): boolean {
  return policies[account.role] !== 'required' || isTwoFactor(amr) || amr.includes(TRUSTED_BROWSER);
}

/** Whether the person has to set a second factor up before they can sign in. */
export function mustEnrol({ role, secondFactors }: Pick<Account, 'role' | 'secondFactors'>, policies: FactorPolicies) {
  return secondFactors.length === 0 && policies[role] === 'required';
}

/** @throws SecondFactorRequired `mfa_required` */
export function refuseTooFewFactors(person: ProvedPerson, policies: FactorPolicies): void {
  if (isEnough(person, policies)) return;
  throw new SecondFactorRequired(person.account, person.account.secondFactors.length === 0 ? 'enrolment' : 'code');
}
