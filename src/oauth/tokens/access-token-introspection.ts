import { Injectable } from '@nestjs/common';
import { ApplicationOwner } from '../grants/application-owner.js';
import { AccessTokenStatus } from '../stores/access-token-status.js';
import type { Application } from '../stores/applications.js';
import type { AccessTokenClaims } from './access-token.js';
import { ApplicationApis } from './application-apis.js';
import { INTROSPECT_ANY, IntrospectedPerson } from './introspected-person.js';
import { INACTIVE, type IntrospectionOutcome } from './introspection-answer.js';

/** Introspects an access token for authorized callers. */
@Injectable()
export class AccessTokenIntrospection {
  constructor(
    private readonly status: AccessTokenStatus,
    private readonly owner: ApplicationOwner,
    private readonly apis: ApplicationApis,
    private readonly person: IntrospectedPerson,
  ) {}

  async of(claims: AccessTokenClaims, asking: Application): Promise<IntrospectionOutcome> {
    if (!(await this.mayAsk(claims, asking))) return { answer: INACTIVE, isRefused: true };
    if (!(await this.status.isLive(claims))) return { answer: INACTIVE };
    // a token of an application that acts for itself is active while its owner may act, as at our own APIs
    if (claims.sid === undefined && (await this.owner.isGone(claims.sub))) return { answer: INACTIVE };
    const { epoch: _, auth_time: __, via: ___, ...published } = claims;
    const token_type = claims.cnf?.jkt === undefined ? 'Bearer' : 'DPoP';
    const person = await this.person.ofAccessToken(claims, asking);
    return { answer: { active: true, ...published, token_type, ...person } };
  }

  /** Its own client, an API that the token is for, or an application that may ask about all. */
  private async mayAsk({ client_id, aud }: AccessTokenClaims, asking: Application): Promise<boolean> {
    if (client_id === asking.clientId || (await this.owner.letsUse(INTROSPECT_ANY, asking))) return true;
    return (await this.apis.among([aud].flat(), asking)).length > 0;
  }
}
