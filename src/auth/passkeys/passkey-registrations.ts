import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Account } from '../../oauth/stores/accounts.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import type { Origin } from '../../protocol/origin.js';
import { Conflict, InvalidRequest } from '../../protocol/refusal.js';
import { newRecoveryCodes, recoveryCodeHash } from '../factors/recovery-codes.js';
import { PasskeyCeremonies, PasskeyFault } from './passkey-ceremonies.js';
import { MAX_PASSKEYS, Passkeys, type ShownPasskey } from './passkeys.js';

/** A registered passkey; `recoveryCodes`, where the account had none, are shown this once. */
export interface Registered {
  passkey: ShownPasskey;
  recoveryCodes: string[] | undefined;
}

/** What a browser made, and what it is to be called. */
interface GivenPasskey {
  name: string;
  response: RegistrationResponseJSON;
  /** Whether its key may be copied to other devices; if it is not given, it may. */
  mayBeSynced?: boolean;
}

/** Registers passkeys. Their challenge is bound to who began it and to the state of the account. */
@Injectable()
export class PasskeyRegistrations {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly ceremonies: PasskeyCeremonies,
  ) {}

  /** Whether the account may have one more. */
  async hasRoom({ id }: Account): Promise<boolean> {
    return (await this.passkeys.descriptorsOf(id)).length < MAX_PASSKEYS;
  }

  /** The caller has proved the account freshly. `holder`: the credential or browser that may finish it. */
  async begin(account: Account, holder: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const existing = await this.passkeys.descriptorsOf(account.id);
    if (existing.length >= MAX_PASSKEYS) throw full();
    return this.ceremonies.creationOptions(purposeOf(account, holder), account, existing);
  }

  /** @throws InvalidRequest for a response that does not hold, Conflict */
  async finish(
    account: Account,
    holder: string,
    { name, response, mayBeSynced = true }: GivenPasskey,
    origin: Origin,
    by: DoneBy,
  ): Promise<Registered> {
    const { id: userId, epoch, proofEpoch } = account;
    const made = await this.ceremonies
      .registration(response, purposeOf(account, holder), origin)
      .catch((error: unknown) => {
        throw error instanceof PasskeyFault ? notAccepted(error.message) : error;
      });
    if (!mayBeSynced && !made.deviceBound) throw InvalidRequest.field('passkey', MAY_BE_COPIED);
    const codes = newRecoveryCodes();
    const hashes = codes.flatMap((each) => recoveryCodeHash(userId, each) ?? []);
    const addition = await this.passkeys.add({ ...made, userId, epoch, proofEpoch, name }, hashes, by);
    switch (addition.outcome) {
      case 'added':
        return { passkey: addition.passkey, recoveryCodes: addition.keepsCodes ? codes : undefined };
      case 'changed':
        throw notAccepted('the account has changed since it began');
      case 'full':
        throw full();
      case 'known':
        throw new Conflict('passkey', 'is registered already');
    }
  }
}

/** A stale proof holds no more: what proves the account, or its sign-ins, have changed since. */
function purposeOf({ id, epoch, proofEpoch }: Account, holder: string): string {
  return `registration ${holder} ${id} ${String(epoch)} ${String(proofEpoch)}`;
}

function notAccepted(detail: string): InvalidRequest {
  const message = 'was not accepted, or its registration does not hold any more; begin again';
  return new InvalidRequest(`passkey: ${message}`, [{ field: 'passkey', message }], { detail });
}

const MAY_BE_COPIED =
  'may be copied to other devices, and here it must be one that stays on its device, such as a security key. It was not kept: remove it from where you made it, and make another';

function full(): Conflict {
  return new Conflict('passkey', `is one too many: an account has at most ${String(MAX_PASSKEYS)}; remove one first`);
}
