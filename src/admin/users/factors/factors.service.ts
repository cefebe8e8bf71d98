import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../../access/caller.js';
import { refuseNarrow } from '../../../access/scope-rules.js';
import { Enrolments } from '../../../auth/factors/enrolments.js';
import { SecondFactors } from '../../../auth/factors/second-factors.js';
import { PasswordVerifier } from '../../../oauth/grants/password-verifier.js';
import type { Account } from '../../../oauth/stores/accounts.js';
import { ScopeCatalogue } from '../../../oauth/stores/scope-catalogue.js';
import { Conflict } from '../../../protocol/refusal.js';
import { presentOwnerWithFactor } from '../present-owner.js';
import { ShownEnrolment } from '../../../auth/factors/shown-enrolment.js';
import {
  type EnrolmentBody,
  type EnrolmentResource,
  type FactorsResource,
  type FreshProofBody,
  type RecoveryCodesResource,
} from './factors.dto.js';

/** A person's second factor, as they set it up and take it away. */
@Injectable()
export class FactorsService {
  constructor(
    private readonly factors: SecondFactors,
    private readonly enrolments: Enrolments,
    private readonly shown: ShownEnrolment,
    private readonly owner: PasswordVerifier,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  async overview(userId: string): Promise<FactorsResource> {
    const { authenticator, recoveryCodes, changes } = await this.factors.overviewOf(userId);
    return {
      authenticator: authenticator
        ? {
            created_at: authenticator.createdAt.toISOString(),
            last_used_at: authenticator.lastUsedAt?.toISOString() ?? null,
          }
        : null,
      recovery_codes: recoveryCodes,
      changes: changes.map(({ at, action, address }) => ({ at: at.toISOString(), action, ip: address })),
    };
  }

  async begin(caller: Caller, body: FreshProofBody): Promise<EnrolmentResource> {
    const account = await this.proved(caller, body);
    const { ticket, secret, expiresAt } = this.enrolments.begin(account, holderOf(caller));
    const { typed, address, svg } = await this.shown.of(secret, account);
    return { ticket, secret: typed, uri: address, qr_code: svg, expires_at: expiresAt.toISOString() };
  }

  async finish(caller: Caller, { ticket, code }: EnrolmentBody): Promise<RecoveryCodesResource> {
    const account = accountOf(caller);
    return { recovery_codes: await this.enrolments.finish(ticket, code, account, holderOf(caller), doneBy(caller)) };
  }

  async remove(caller: Caller, body: FreshProofBody): Promise<void> {
    const { id } = await this.proved(caller, body);
    if (!(await this.factors.removeAuthenticator(id, doneBy(caller)))) throw withoutFactor();
  }

  async newRecoveryCodes(caller: Caller, body: FreshProofBody): Promise<RecoveryCodesResource> {
    const codes = await this.enrolments.newCodes(await this.proved(caller, body), doneBy(caller));
    if (codes === undefined) throw withoutFactor();
    return { recovery_codes: codes };
  }

  /** What only a credential with everything of the account may do, and only with a fresh proof. */
  private async proved(caller: Caller, { current_password: password, otp }: FreshProofBody): Promise<Account> {
    refuseNarrow(await this.catalogue.all(), caller, 'second_factor');
    return presentOwnerWithFactor(this.owner, caller, password, otp);
  }
}

export function withoutFactor(): Conflict {
  return new Conflict('second_factor', 'is not set up; begin with POST users/me/authenticator');
}

/** What may finish the enrolment: the session or sign-in that began it. */
function holderOf({ signInId, credential }: Caller): string {
  return signInId ?? credential.id;
}
