import { Controller, Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { Described } from '../../http/described.js';
import { DEVICE_CODE } from '../../protocol/grant-type.js';
import { ownAddress } from '../../protocol/own-address.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import { Refusal } from '../../protocol/refusal.js';
import { newSecret, sha256 } from '../../secrets/secrets.js';
import { checkResource } from '../authorize/check-resource.js';
import { checkScope } from '../authorize/check-scope.js';
import { RequestedAccess } from '../authorize/requested-access.js';
import type { Application } from '../stores/applications.js';
import { callerOf } from '../stores/caller-of.js';
import { DeviceCodes } from '../stores/device-codes.js';
import {
  DEVICE_CODE_LIFETIME,
  DeviceCodeHandles,
  newUserCode,
  POLL_INTERVAL,
  showUserCode,
} from '../tokens/device-code.js';
import { after } from '../tokens/token-issuer.js';
import { ClientGuard } from './client.guard.js';
import type { ClientRequest } from './client-request.js';
import { DEVICE_AUTHORIZATION } from './endpoints.docs.js';

const TRIES = 5;

/** Device authorization endpoint. @see https://www.rfc-editor.org/rfc/rfc8628#section-3.1 */
@Controller('oauth/device_authorization')
@UseGuards(ClientGuard)
export class DeviceAuthorizationController {
  constructor(
    private readonly codes: DeviceCodes,
    private readonly handles: DeviceCodeHandles,
    private readonly access: RequestedAccess,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Described(DEVICE_AUTHORIZATION)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async authorize(@Req() { client, parameters, origin }: ClientRequest) {
    if (!client.grantTypes.includes(DEVICE_CODE)) {
      throw new Refusal('unauthorized_client', 'This application may not use the device grant', {
        subject: { clientId: client.clientId },
      });
    }
    const secret = newSecret();
    const id = uuidv7();
    const userCode = await this.keep(id, sha256(secret), client, parameters, origin);
    const verification_uri = ownAddress(this.settings.issuer, '/device');
    const user_code = showUserCode(userCode);
    return {
      device_code: this.handles.format(id, secret),
      user_code,
      verification_uri,
      verification_uri_complete: `${verification_uri}?user_code=${user_code}`,
      expires_in: DEVICE_CODE_LIFETIME,
      interval: POLL_INTERVAL,
    };
  }

  private async keep(id: string, secretHash: Buffer, client: Application, parameters: Parameters, origin: Origin) {
    const now = this.clock.now();
    const asking = { client, askable: await this.access.askableBy(client) };
    const { scopes: asked = [], askedScopes = [] } = checkScope(parameters, asking);
    const { resources: named = [] } = checkResource(parameters, asking);
    const { resources, scopes } = await this.access.at(named, asked);
    for (let i = 0; i < TRIES; i++) {
      const userCode = newUserCode();
      const added = await this.codes.add({
        id,
        secretHash,
        userCode,
        applicationId: client.id,
        clientId: client.clientId,
        scopes,
        askedScopes,
        resources,
        origin,
        caller: callerOf(client, origin.address),
        now,
        expiresAt: after(now, DEVICE_CODE_LIFETIME),
        interval: POLL_INTERVAL,
      });
      if (added) return userCode;
    }
    throw new Refusal('temporarily_unavailable', 'No code is free; try again shortly', { retryAfter: 5 });
  }
}
