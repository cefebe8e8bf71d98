import { Injectable } from '@nestjs/common';
import { accountOf, type Caller, doneBy } from '../../../access/caller.js';
import { PasskeyRegistrations } from '../../../auth/passkeys/passkey-registrations.js';
import { readRegistration } from '../../../auth/passkeys/passkey-responses.js';
import { Passkeys, type ShownPasskey } from '../../../auth/passkeys/passkeys.js';
import { NotFound } from '../../../protocol/refusal.js';
import type { FreshProofBody } from './factors.dto.js';
import { FreshProofs, holderOf } from './fresh-proofs.js';
import type {
  NewPasskeyBody,
  PasskeyNameBody,
  PasskeyOptionsResource,
  PasskeyResource,
  RegisteredPasskeyResource,
} from './passkeys.dto.js';

/** A person's passkeys, as they register and remove them. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly registrations: PasskeyRegistrations,
    private readonly proofs: FreshProofs,
  ) {}

  async proofOptions(caller: Caller): Promise<PasskeyOptionsResource> {
    return { options: { ...(await this.proofs.options(caller)) } };
  }

  async begin(caller: Caller, body: FreshProofBody): Promise<PasskeyOptionsResource> {
    const account = await this.proofs.provedToAdd(caller, body);
    return { options: { ...(await this.registrations.begin(account, holderOf(caller))) } };
  }

  async register(caller: Caller, { name, passkey: given }: NewPasskeyBody): Promise<RegisteredPasskeyResource> {
    const registration = { name, response: readRegistration(given) };
    const { passkey, recoveryCodes } = await this.registrations.finish(
      accountOf(caller),
      holderOf(caller),
      registration,
      caller.origin,
      doneBy(caller),
    );
    return { passkey: presentPasskey(passkey), recovery_codes: recoveryCodes ?? null };
  }

  async rename(caller: Caller, id: string, { name }: PasskeyNameBody): Promise<void> {
    await this.proofs.refuseNarrow(caller);
    if (!(await this.passkeys.rename(accountOf(caller).id, id, name, doneBy(caller)))) throw new NotFound('Passkey');
  }

  async remove(caller: Caller, id: string, body: FreshProofBody): Promise<void> {
    const account = await this.proofs.proved(caller, body);
    if (!(await this.passkeys.remove(account, id, doneBy(caller)))) throw new NotFound('Passkey');
  }
}

export function presentPasskey({ id, name, createdAt, lastUsedAt, deviceBound }: ShownPasskey): PasskeyResource {
  return {
    id,
    name,
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
    device_bound: deviceBound,
  };
}
