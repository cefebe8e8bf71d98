import { Injectable } from '@nestjs/common';
import { CheckList } from '../../protocol/check-list.js';
import { InvalidTarget } from '../../protocol/refusal.js';
import type { Application } from '../stores/applications.js';
import type { AccessTokenClaims } from '../tokens/access-token.js';
import { ApplicationApis } from '../tokens/application-apis.js';
import { InvalidSubjectToken } from './invalid-subject-token.js';

export const EXCHANGE_CHECKS = new CheckList({
  'subject-audience': 'The subject token is for an API of the application, for this server, or its own',
  target: 'An administrator allowed it to ask for a token for that API',
});

/**
 * The audiences of token exchange. A service may present tokens for its own APIs and for this server; it should not have
 * those for other APIs. The audiences that it may request are listed by an administrator.
 * @see https://www.rfc-editor.org/rfc/rfc8693#section-2.2.2
 */
@Injectable()
export class ExchangeAudience {
  constructor(private readonly apis: ApplicationApis) {}

  /**
   * The APIs that the new token is for.
   * @param asked the APIs that the request names; undefined: it names none
   * @throws InvalidSubjectToken for a token that the application should not have, InvalidTarget for an API it may not request
   */
  async of(
    { aud, client_id }: AccessTokenClaims,
    client: Application,
    asked: readonly string[] | undefined,
  ): Promise<readonly string[]> {
    const held = [aud].flat();
    const isOwnToken = client_id === client.clientId;
    const kept = isOwnToken ? held : await this.apis.among(held, client);
    if (kept.length === 0 && !held.some(this.apis.isThisServer)) {
      throw new InvalidSubjectToken('subject_token is for an API of another application', {
        clientId: client.clientId,
      }).at(EXCHANGE_CHECKS, 'subject-audience');
    }
    const wanted = asked ?? (kept.length > 0 ? kept : onlyOne(client.exchangeTargets));
    // a token for this server carries the rights of its application, so another application may not exchange it
    const keepsServer = kept.some(this.apis.isThisServer);
    const refused = wanted?.find((resource) =>
      this.apis.isThisServer(resource)
        ? !keepsServer
        : !kept.includes(resource) && !client.exchangeTargets.includes(resource),
    );
    if (wanted === undefined || refused !== undefined) {
      throw new InvalidTarget(
        'resource, audience: must be among the exchange_targets that an administrator gave this application',
        { clientId: client.clientId },
        {
          parameter: 'exchange_targets',
          sent: (asked ?? []).join(' '),
          accepted: [...kept, ...client.exchangeTargets],
        },
      ).at(EXCHANGE_CHECKS, 'target');
    }
    return wanted;
  }
}

function onlyOne(targets: readonly string[]): readonly string[] | undefined {
  return targets.length === 1 ? targets : undefined;
}
