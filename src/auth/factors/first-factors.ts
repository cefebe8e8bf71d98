import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { browserName } from '../../access/browser-name.js';
import type { HalfProved, ProvedPerson } from '../../oauth/grants/password-verifier.js';
import { type Account, Accounts } from '../../oauth/stores/accounts.js';
import {
  HARDWARE_PROTECTED,
  PASSWORD_AND_CODE,
  PASSWORD_ONLY,
  type PasskeyClass,
  withNewPasskey,
} from '../../protocol/acr.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import type { Origin } from '../../protocol/origin.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { PasskeyRegistrations } from '../passkeys/passkey-registrations.js';
import { RelyingParty } from '../passkeys/relying-party.js';
import { refuseAddress } from '../password/sign-in-attempts.js';
import { Enrolments } from './enrolments.js';

/** A person whose password was right, and who must have a second factor and has none, or no passkey. */
interface Enrolling {
  half: HalfProved;
  /** The half of a sign-in that may finish the set-up. */
  holder: string;
}

/** What a passkey is set up for. */
interface PasskeyFor {
  /** The methods that were proved before it. */
  amr: readonly string[];
  /** The class that it has to reach; undefined: any. */
  reaches: PasskeyClass | undefined;
}

/** The second factor is set up: the sign-in is complete. */
interface SetUp {
  person: ProvedPerson;
  /** Recovery codes, which are shown this once. */
  codes: string[];
}

/** The first second factor of an account, set up between the password and the sign-in: an authenticator app or a passkey. */
@Injectable()
export class FirstFactors {
  constructor(
    private readonly enrolments: Enrolments,
    private readonly registrations: PasskeyRegistrations,
    private readonly party: RelyingParty,
    private readonly accounts: Accounts,
  ) {}

  /** What a browser makes a passkey with. Undefined where passkeys are off, or the account has changed. */
  async beginPasskey({ half, holder }: Enrolling): Promise<PublicKeyCredentialCreationOptionsJSON | undefined> {
    const account = this.party.site && (await this.accounts.byId(half.id));
    return account && this.registrations.begin(asProved(account, half), holder);
  }

  /** @returns undefined where the account has changed since its password was shown. @throws InvalidRequest for a wrong code */
  async setUpApp(
    { half, holder }: Enrolling,
    { ticket, code }: { ticket: string; code: string },
    origin: Origin,
  ): Promise<SetUp | undefined> {
    const account = await this.unchanged(half, origin);
    if (account === undefined) return undefined;
    const codes = await this.enrolments.finish(ticket, code, half, holder, doneBy(half, origin));
    return { person: { account, amr: PASSWORD_AND_CODE }, codes };
  }

  /** As `setUpApp`, with what the browser made. The passkey is named as the browser is. `codes`: none, where there were some. */
  async setUpPasskey(
    { half, holder }: Enrolling,
    response: RegistrationResponseJSON,
    origin: Origin,
    { amr, reaches }: PasskeyFor = { amr: PASSWORD_ONLY, reaches: undefined },
  ): Promise<SetUp | undefined> {
    const account = await this.unchanged(half, origin);
    if (account === undefined) return undefined;
    const given = { name: browserName(origin.userAgent), response, mayBeSynced: reaches !== HARDWARE_PROTECTED };
    const by = doneBy(half, origin);
    const { passkey, recoveryCodes } = await this.registrations.finish(
      asProved(account, half),
      holder,
      given,
      origin,
      by,
    );
    const person = { account: afterChange(account), amr: withNewPasskey(amr, passkey.deviceBound) };
    return { person, codes: recoveryCodes ?? [] };
  }

  private async unchanged(half: HalfProved, origin: Origin): Promise<Account | undefined> {
    const account = await this.accounts.asOf(half.id, half);
    if (account === undefined || account.disabled) return undefined;
    if (account.epoch !== half.epoch || account.proofEpoch !== half.proofEpoch) return undefined;
    refuseAddress(account, origin);
    return account;
  }
}

/** The account in the state in which its password was right: what is written holds for that state alone. */
function asProved(account: Account, { epoch, proofEpoch }: HalfProved): Account {
  return { ...account, epoch, proofEpoch };
}

/** The account once a factor was added to this state of it: what is bound to it holds, unless it has changed since. */
function afterChange(account: Account): Account {
  return { ...account, proofEpoch: account.proofEpoch + 1 };
}

function doneBy({ id }: HalfProved, { address, requestId, onPagesOf }: Origin): DoneBy {
  return { ...UNCONDITIONAL, actor: { type: 'user', id }, clientId: null, address, requestId, onPagesOf };
}
