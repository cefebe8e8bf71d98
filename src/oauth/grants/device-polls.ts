import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { IpWhitelistGuard } from '../../network/ip-whitelist.guard.js';
import { CheckList } from '../../protocol/check-list.js';
import type { Origin } from '../../protocol/origin.js';
import { resourcesCompared } from '../../protocol/comparison.js';
import { InvalidGrant, InvalidTarget, Refusal } from '../../protocol/refusal.js';
import type { Application } from '../stores/applications.js';
import { DeviceCodes, type PollOutcome } from '../stores/device-codes.js';
import { DeviceCodeHandles } from '../tokens/device-code.js';

export const POLL_CHECKS = new CheckList({
  genuine: 'The device code is one of this server',
  known: 'It is known, of this application, and was not used before',
  pace: 'The device waited long enough since it last asked',
  unexpired: 'It has not expired',
  decided: 'The person has decided',
  consented: 'The person allowed it',
  'account-address': "The account's whitelist lets the address in",
  'granted-resource': 'Every API it names was allowed',
});

/** What a person allowed a device to have. */
export type AllowedDevice = Omit<Extract<PollOutcome, { outcome: 'allowed' }>, 'outcome'> & { deviceId: string };

export interface PollRequest {
  deviceCode: string;
  client: Application;
  /** RFC 8707 §2.2: the resources of the access token, among those allowed. */
  resources: readonly string[] | undefined;
  origin: Origin;
}

/** Answers the polls of devices for what has been decided about them. */
@Injectable()
export class DevicePolls {
  constructor(
    private readonly handles: DeviceCodeHandles,
    private readonly codes: DeviceCodes,
    private readonly clock: Clock,
  ) {}

  /**
   * What the person allowed.
   * @throws Refusal until they have decided, if they denied it, and if the code cannot be used
   * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.5
   */
  async allowed({ deviceCode, client, resources, origin: { address } }: PollRequest): Promise<AllowedDevice> {
    const subject = { clientId: client.clientId };
    const presented = this.handles.parse(deviceCode);
    if (presented === undefined)
      throw new InvalidGrant('not a device code of this server', subject).at(POLL_CHECKS, 'genuine');

    const poll = await this.codes.poll({
      deviceId: presented.id,
      secretHash: presented.hash,
      applicationId: client.id,
      address,
      resources,
      now: this.clock.now(),
    });
    switch (poll.outcome) {
      case 'pending':
        throw new Refusal('authorization_pending', 'The person has not decided yet', { subject }).at(
          POLL_CHECKS,
          'decided',
        );
      case 'slow_down':
        throw new Refusal('slow_down', 'Wait longer between two requests', { subject }).at(POLL_CHECKS, 'pace');
      case 'denied':
        throw new Refusal('authorization_denied', 'The person denied the request', { subject }).at(
          POLL_CHECKS,
          'consented',
        );
      case 'expired':
        throw new Refusal('expired_token', 'The device code has expired; start again', { subject }).at(
          POLL_CHECKS,
          'unexpired',
        );
      case 'unknown':
        throw new InvalidGrant('no such device code, or used before', subject).at(POLL_CHECKS, 'known');
      case 'address_not_allowed':
        throw IpWhitelistGuard.refusal(address, {
          name: "the account's whitelist",
          subject: { ...subject, userId: poll.userId ?? undefined },
          at: [POLL_CHECKS, 'account-address'],
        });
      case 'resource_exceeded':
        throw new InvalidTarget(
          'resource: was not granted',
          { ...subject, userId: poll.userId ?? undefined },
          resourcesCompared(resources ?? [], poll.granted),
        ).at(POLL_CHECKS, 'granted-resource');
      case 'allowed':
        return { ...poll, deviceId: presented.id };
    }
  }
}
