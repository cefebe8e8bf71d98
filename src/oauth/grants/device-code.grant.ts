import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { IpWhitelistGuard } from '../../network/ip-whitelist.guard.js';
import { CheckList } from '../../protocol/check-list.js';
import { InvalidGrant, Refusal } from '../../protocol/refusal.js';
import { Accounts } from '../stores/accounts.js';
import { DeviceCodes } from '../stores/device-codes.js';
import { DeviceCodeHandles } from '../tokens/device-code.js';
import { TokenIssuer, type TokenSet } from '../tokens/token-issuer.js';
import { Grant, type GrantRequest } from './grant.js';
import { GRANT_CHECKS } from './grant-checks.js';
import { GrantedScope, SCOPE_CHECKS } from './granted-scope.js';
import { ResourceIndicators } from './resource-indicators.js';

export const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

const CHECKS = new CheckList({
  ...GRANT_CHECKS.sentences,
  genuine: 'The device code is one of this server',
  known: 'It is known, of this application, and was not used before',
  pace: 'The device waited long enough since it last asked',
  unexpired: 'It has not expired',
  decided: 'The person has decided',
  consented: 'The person allowed it',
  person: 'The person is enabled and was not signed out everywhere since',
  'account-address': "The account's whitelist lets the address in",
  ...SCOPE_CHECKS.sentences,
});

/**
 * A device polls for its tokens until the person has decided in a browser.
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.4
 */
@Injectable()
export class DeviceCodeGrant extends Grant {
  readonly grantType = DEVICE_CODE;
  readonly checks = CHECKS;

  constructor(
    private readonly handles: DeviceCodeHandles,
    private readonly codes: DeviceCodes,
    private readonly accounts: Accounts,
    private readonly scopes: GrantedScope,
    private readonly resources: ResourceIndicators,
    private readonly tokens: TokenIssuer,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle({ client, parameters, origin, confirmation }: GrantRequest): Promise<TokenSet> {
    const subject = { clientId: client.clientId };
    const presented = this.handles.parse(parameters.required('device_code'));
    if (presented === undefined)
      throw new InvalidGrant('not a device code of this server', subject).at(CHECKS, 'genuine');

    const poll = await this.codes.poll(presented.id, presented.hash, client.id, this.clock.now());
    switch (poll.outcome) {
      case 'pending':
        throw new Refusal('authorization_pending', 'The person has not decided yet', { subject }).at(CHECKS, 'decided');
      case 'slow_down':
        throw new Refusal('slow_down', 'Wait longer between two requests', { subject }).at(CHECKS, 'pace');
      case 'denied':
        throw new Refusal('authorization_denied', 'The person denied the request', { subject }).at(CHECKS, 'consented');
      case 'expired':
        throw new Refusal('expired_token', 'The device code has expired; start again', { subject }).at(
          CHECKS,
          'unexpired',
        );
      case 'unknown':
        throw new InvalidGrant('no such device code, or used before', subject).at(CHECKS, 'known');
      case 'allowed':
    }
    const account = await this.accounts.byId(poll.userId);
    if (account === undefined || account.disabled || account.epoch !== poll.userEpoch) {
      throw new InvalidGrant('the person was disabled or signed out everywhere meanwhile', subject).at(
        CHECKS,
        'person',
      );
    }
    IpWhitelistGuard.decide(origin.address, {
      whitelist: account.whitelist,
      name: "the account's whitelist",
      subject: { ...subject, userId: account.id },
      at: [CHECKS, 'account-address'],
    });
    const scope = await this.scopes.forDecided(client, poll.scopes, account.role);
    return this.tokens.begin({
      account,
      application: client,
      scope: await this.resources.cutScope(scope, poll.resources),
      askedScopes: poll.askedScopes,
      audience: poll.resources,
      confirmation,
      refreshable: client.grantTypes.includes('refresh_token'),
      ...(poll.sessionId === null ? {} : { sessionId: poll.sessionId }),
      deviceId: presented.id,
      authenticatedAt: poll.authenticatedAt,
      amr: poll.amr,
      origin,
    });
  }
}
