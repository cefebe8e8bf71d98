import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { factorPolicies } from '../../../oauth/grants/factor-rules.js';
import type { Account } from '../../../oauth/stores/accounts.js';
import { AccessDenied } from '../../../protocol/refusal.js';

/** Whether people set a second factor up by themselves: not where the policy of server and role is `off`. */
@Injectable()
export class OfferedFactors {
  constructor(private readonly settings: Settings) {}

  /** A person who has one may replace it and add another. */
  isOfferedTo({ role, secondFactors }: Pick<Account, 'role' | 'secondFactors'>): boolean {
    return secondFactors.length > 0 || factorPolicies(this.settings)[role] !== 'off';
  }

  /** @throws AccessDenied */
  require(account: Account): void {
    if (this.isOfferedTo(account)) return;
    throw AccessDenied.explained('second_factor', 'is not offered here (the setting SECOND_FACTOR is off)');
  }
}
