import { Injectable } from '@nestjs/common';
import { CheckList } from '../../protocol/check-list.js';
import { DEVICE_CODE } from '../../protocol/grant-type.js';
import { InvalidGrant } from '../../protocol/refusal.js';
import { Accounts } from '../stores/accounts.js';
import { TokenIssuer, type TokenSet } from '../tokens/token-issuer.js';
import { DevicePolls, POLL_CHECKS } from './device-polls.js';
import { Grant, type GrantRequest } from './grant.js';
import { GRANT_CHECKS } from './grant-checks.js';
import { GrantedScope, SCOPE_CHECKS } from './granted-scope.js';
import { RESOURCE_CHECKS, ResourceIndicators } from './resource-indicators.js';

const CHECKS = new CheckList({
  ...GRANT_CHECKS.sentences,
  ...RESOURCE_CHECKS.sentences,
  ...POLL_CHECKS.sentences,
  person: 'The person is enabled and was not signed out everywhere since',
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
    private readonly polls: DevicePolls,
    private readonly accounts: Accounts,
    private readonly scopes: GrantedScope,
    private readonly resources: ResourceIndicators,
    private readonly tokens: TokenIssuer,
  ) {
    super();
  }

  async handle({ client, parameters, origin, confirmation }: GrantRequest): Promise<TokenSet> {
    const subject = { clientId: client.clientId };
    const deviceCode = parameters.required('device_code');
    const resources = await this.resources.asked(parameters);
    const { deviceId, ...allowed } = await this.polls.allowed({ deviceCode, client, resources, origin });
    const account = await this.accounts.asOf(allowed.userId, { epoch: allowed.userEpoch });
    if (account === undefined || account.disabled || account.epoch !== allowed.userEpoch) {
      throw new InvalidGrant('the person was disabled or signed out everywhere meanwhile', subject).at(
        CHECKS,
        'person',
      );
    }
    const scope = await this.scopes.forDecided(client, allowed.scopes, account.role);
    return this.tokens.begin({
      account,
      application: client,
      scope: await this.resources.cutScope(scope, allowed.resources),
      askedScopes: allowed.askedScopes,
      audience: allowed.resources,
      ...(resources && { first: { scope: await this.resources.cutScope(scope, resources), audience: resources } }),
      confirmation,
      refreshable: client.grantTypes.includes('refresh_token'),
      ...(allowed.sessionId === null ? {} : { sessionId: allowed.sessionId }),
      deviceId,
      authenticatedAt: allowed.authenticatedAt,
      amr: allowed.amr,
      origin,
    });
  }
}
