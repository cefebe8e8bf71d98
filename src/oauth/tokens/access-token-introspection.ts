import { Injectable } from '@nestjs/common';
import { ApplicationOwner } from '../grants/application-owner.js';
import type { Application } from '../stores/applications.js';
import type { AccessTokenClaims } from './access-token.js';
import { ApplicationApis } from './application-apis.js';
import { INTROSPECT_ANY, IntrospectedPerson } from './introspected-person.js';
import { INACTIVE, type IntrospectionOutcome } from './introspection-answer.js';
import { TokenStandings } from './token-standing.js';

/**
 * Introspects an access token for authorized callers. It is active where our own APIs would let it in, and its scope is what
 * it would do there: less than was signed once its application or the owner has lost some, and empty where all is lost.
 */
@Injectable()
export class AccessTokenIntrospection {
  constructor(
    private readonly standings: TokenStandings,
    private readonly owner: ApplicationOwner,
    private readonly apis: ApplicationApis,
    private readonly person: IntrospectedPerson,
  ) {}

  async of(claims: AccessTokenClaims, asking: Application): Promise<IntrospectionOutcome> {
    if (!(await this.mayAsk(claims, asking))) return { answer: INACTIVE, isRefused: true };
    const standing = await this.standings.of(claims);
    if (standing === undefined) return { answer: INACTIVE };
    const { epoch: _, via: __, ...published } = claims;
    const token_type = claims.cnf?.jkt === undefined ? 'Bearer' : 'DPoP';
    const person = await this.person.ofAccessToken(claims, standing, asking);
    return { answer: { active: true, ...published, token_type, ...person } };
  }

  /** Its own client, an API that the token is for, or an application that may ask about all. */
  private async mayAsk({ client_id, aud }: AccessTokenClaims, asking: Application): Promise<boolean> {
    if (client_id === asking.clientId || (await this.owner.letsUse(INTROSPECT_ANY, asking))) return true;
    return (await this.apis.among([aud].flat(), asking)).length > 0;
  }
}
