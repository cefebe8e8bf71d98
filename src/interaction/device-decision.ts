import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { IpWhitelistGuard } from '../network/ip-whitelist.guard.js';
import { networkOf } from '../network/network.js';
import type { SignedIn } from '../oauth/authorize/signed-in.js';
import { ClientLookup } from '../oauth/client-documents/client-lookup.js';
import { GrantedScope } from '../oauth/grants/granted-scope.js';
import type { Application } from '../oauth/stores/applications.js';
import { type DecidedDevice, DeviceCodes, type WaitingDevice } from '../oauth/stores/device-codes.js';
import { DocumentClients } from '../oauth/stores/document-clients.js';
import type { CatalogueScope } from '../oauth/stores/scope-catalogue.js';
import { readUserCode } from '../oauth/tokens/device-code.js';
import type { Origin } from '../protocol/origin.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { TooManyAttempts } from '../protocol/too-many.js';

/** A device and the application it runs. */
export interface AskingDevice {
  device: WaitingDevice;
  application: Application;
}

/** A device that waits no longer, because this session has decided about it. */
export interface DecidedBefore {
  device: undefined;
  application: Application;
}

/** A decision with the code that was typed for it. */
export interface TypedDecision {
  decision: 'allow' | 'deny';
  typed: string;
  /** Undefined: no account is signed in. */
  sessionId: string | undefined;
}

/** What a person is asked to allow a device. */
export interface AskedDevice extends AskingDevice {
  signedIn: SignedIn;
  /** Set if no requested scope is left. */
  scopes: readonly CatalogueScope[];
}

/** Finds the device of an entered code, and records the decision. */
@Injectable()
export class DeviceDecision {
  constructor(
    private readonly codes: DeviceCodes,
    private readonly clients: ClientLookup,
    private readonly documentClients: DocumentClients,
    private readonly scopes: GrantedScope,
    private readonly clock: Clock,
  ) {}

  async find(typed: string, origin: Origin): Promise<AskingDevice> {
    return (await this.waiting(typed, origin)) ?? unknown();
  }

  /** As `find`; or the device that this session has decided about alike, because browsers send a form twice. */
  async findToDecide(
    { decision, typed, sessionId }: TypedDecision,
    origin: Origin,
  ): Promise<AskingDevice | DecidedBefore> {
    const asking = await this.waiting(typed, origin);
    if (asking !== undefined) return asking;
    const userCode = readUserCode(typed);
    if (userCode === undefined || sessionId === undefined) return unknown();
    const decided = await this.decidedBefore({ userCode, decision, sessionId }, origin);
    if (decided === undefined) return unknown();
    await this.codes.giveBackGuess(networkOf(origin.address));
    return decided;
  }

  async asked(asking: AskingDevice, signedIn: SignedIn): Promise<AskedDevice> {
    const scopes = await this.scopes.grantable(asking.device.scopes, signedIn.account.role);
    return { ...asking, signedIn, scopes };
  }

  /** @param typed the code of the device */
  async take(decision: 'allow' | 'deny', typed: string, asked: AskedDevice, origin: Origin): Promise<void> {
    const { device, application, signedIn: by } = asked;
    IpWhitelistGuard.decide(origin.address, {
      whitelist: by.account.whitelist,
      name: "the account's whitelist",
      subject: { userId: by.account.id },
    });
    if (decision === 'allow' && application.fromDocument === true) {
      await this.documentClients.keep(application, origin);
    }
    const scopes = asked.scopes.map(({ name }) => name);
    if (await this.codes.decide(device.id, { decision, scopes, application }, by, origin)) return;
    const userCode = readUserCode(typed) ?? '';
    // the same form, sent twice at once
    if (await this.decidedBefore({ userCode, decision, sessionId: by.sessionId }, origin)) return;
    throw new InvalidRequest('The code has expired meanwhile. Start again on the device.');
  }

  /** RFC 8628 §5.1: guesses are counted, because the code is short; before they are looked up, because many come at once. */
  private async waiting(typed: string, origin: Origin): Promise<AskingDevice | undefined> {
    const network = networkOf(origin.address);
    const wait = await this.codes.admitGuess(network);
    if (wait !== undefined) throw new TooManyAttempts(wait, 'too many wrong device codes from this network', {});
    const userCode = readUserCode(typed);
    const device = userCode === undefined ? undefined : await this.codes.waiting(userCode, this.clock.now());
    if (device !== undefined) await this.codes.giveBackGuess(network);
    const application = device && (await this.clients.find(device.clientId, origin));
    return device === undefined || application === undefined || application.disabled
      ? undefined
      : { device, application };
  }

  private async decidedBefore(decided: DecidedDevice, origin: Origin): Promise<DecidedBefore | undefined> {
    const clientId = await this.codes.clientOfDecided(decided, this.clock.now());
    const application = clientId === undefined ? undefined : await this.clients.find(clientId, origin);
    return application && { device: undefined, application };
  }
}

function unknown(): never {
  throw new InvalidRequest('No device waits under this code. Check it, or start again on the device.');
}
