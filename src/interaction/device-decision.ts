import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { networkOf } from '../network/network.js';
import type { SignedIn } from '../oauth/authorize/next-step.js';
import { ClientDocuments } from '../oauth/client-documents/client-documents.js';
import type { Application } from '../oauth/stores/applications.js';
import { DeviceCodes, type WaitingDevice } from '../oauth/stores/device-codes.js';
import { DocumentClients } from '../oauth/stores/document-clients.js';
import { readUserCode } from '../oauth/tokens/device-code.js';
import type { Origin } from '../protocol/origin.js';
import { AddressNotAllowed, InvalidRequest, TooManyAttempts } from '../protocol/refusal.js';

/** A device and the application it runs. */
export interface AskingDevice {
  device: WaitingDevice;
  application: Application;
}

/** Finds the device that waits under a code somebody typed, and records what they decide. */
@Injectable()
export class DeviceDecision {
  constructor(
    private readonly codes: DeviceCodes,
    private readonly clients: ClientDocuments,
    private readonly documentClients: DocumentClients,
    private readonly clock: Clock,
  ) {}

  /** RFC 8628 §5.1: guesses are counted, because the code is short. */
  async find(typed: string, origin: Origin): Promise<AskingDevice> {
    const network = networkOf(origin.address);
    const wait = await this.codes.waitAfterGuesses(network);
    if (wait !== undefined) throw new TooManyAttempts(wait, 'too many wrong device codes from this network', {});
    const userCode = readUserCode(typed);
    const device = userCode === undefined ? undefined : await this.codes.waiting(userCode, this.clock.now());
    const application = device && (await this.clients.find(device.clientId, origin));
    if (device === undefined || application === undefined || application.disabled) {
      await this.codes.guessed(network);
      throw new InvalidRequest('No device waits under this code. Check it, or start again on the device.');
    }
    return { device, application };
  }

  async take(
    decision: 'allow' | 'deny',
    { device, application }: AskingDevice,
    by: SignedIn,
    origin: Origin,
  ): Promise<void> {
    if (!by.account.whitelist.allows(origin.address)) {
      throw new AddressNotAllowed(`${origin.address} is not on the account's whitelist`, { userId: by.account.id });
    }
    if (decision === 'allow' && application.fromDocument === true) {
      await this.documentClients.keep(application, origin);
    }
    if (!(await this.codes.decide(device.id, decision, by, origin))) {
      throw new InvalidRequest('The code has expired meanwhile. Start again on the device.');
    }
  }
}
