import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../../access/caller.js';
import { Enrolments } from '../../../auth/factors/enrolments.js';
import { SecondFactors } from '../../../auth/factors/second-factors.js';
import { ShownEnrolment } from '../../../auth/factors/shown-enrolment.js';
import { RelyingParty } from '../../../auth/passkeys/relying-party.js';
import { Conflict } from '../../../protocol/refusal.js';
import {
  type EnrolmentBody,
  type EnrolmentResource,
  type FactorsResource,
  type FreshProofBody,
  type RecoveryCodesResource,
} from './factors.dto.js';
import { FreshProofs, holderOf } from './fresh-proofs.js';
import { presentPasskey } from './passkeys.service.js';

/** A person's second factor, as they set it up and take it away. */
@Injectable()
export class FactorsService {
  constructor(
    private readonly factors: SecondFactors,
    private readonly enrolments: Enrolments,
    private readonly shown: ShownEnrolment,
    private readonly proofs: FreshProofs,
    private readonly party: RelyingParty,
  ) {}

  async overview(userId: string): Promise<FactorsResource> {
    const overview = await this.factors.overviewOf(userId);
    const { authenticator, passkeys, recoveryCodes, trustedBrowsers, changes } = overview;
    return {
      authenticator: authenticator
        ? {
            created_at: authenticator.createdAt.toISOString(),
            last_used_at: authenticator.lastUsedAt?.toISOString() ?? null,
          }
        : null,
      passkeys: passkeys.map(presentPasskey),
      passkeys_off: this.party.offBecause ?? null,
      recovery_codes: recoveryCodes,
      trusted_browsers: trustedBrowsers,
      changes: changes.map(({ at, action, address }) => ({ at: at.toISOString(), action, ip: address })),
    };
  }

  async begin(caller: Caller, body: FreshProofBody): Promise<EnrolmentResource> {
    const account = await this.proofs.provedToAdd(caller, body);
    const { ticket, secret, expiresAt } = await this.enrolments.begin(account, holderOf(caller));
    const { typed, address, svg } = await this.shown.of(secret, account);
    return { ticket, secret: typed, uri: address, qr_code: svg, expires_at: expiresAt.toISOString() };
  }

  async finish(caller: Caller, { ticket, code }: EnrolmentBody): Promise<RecoveryCodesResource> {
    const account = accountOf(caller);
    return { recovery_codes: await this.enrolments.finish(ticket, code, account, holderOf(caller), doneBy(caller)) };
  }

  async remove(caller: Caller, body: FreshProofBody): Promise<void> {
    const account = await this.proofs.proved(caller, body);
    if (!(await this.factors.removeAuthenticator(account, doneBy(caller)))) throw withoutFactor();
  }

  async newRecoveryCodes(caller: Caller, body: FreshProofBody): Promise<RecoveryCodesResource> {
    const codes = await this.enrolments.newCodes(await this.proofs.proved(caller, body), doneBy(caller));
    if (codes === undefined) throw withoutFactor();
    return { recovery_codes: codes };
  }
}

export function withoutFactor(): Conflict {
  return new Conflict('second_factor', 'is not set up; begin with POST users/me/authenticator');
}
