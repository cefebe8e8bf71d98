import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import { Applications } from '../oauth/stores/applications.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';
import { isPairwise, SubjectIdentifiers } from '../oauth/tokens/subject-identifiers.js';
import { claimsOfScopes, type PersonalClaim } from '../protocol/claims.js';
import { InsufficientScope, InvalidToken } from '../protocol/refusal.js';
import { claimsFor } from './person-claims.js';
import { RequestedClaims } from './requested-claims.js';

/** A userinfo response: plain, or signed if the application registered for that. */
export type UserinfoAnswer = Record<string, unknown> | string;

/** Returns the claims about the person who signed in: those of granted scopes, and those requested by name. */
@Injectable()
export class Userinfo {
  constructor(
    private readonly applications: Applications,
    private readonly requested: RequestedClaims,
    private readonly subjects: SubjectIdentifiers,
    private readonly keys: KeyRing,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse */
  async tell(caller: Caller): Promise<UserinfoAnswer> {
    const { account, clientId, isApplication, scopes, signInId, subject: named } = caller;
    const subject = { userId: account?.id, clientId: clientId ?? undefined };
    if (account === null || isApplication || !scopes.has('openid')) throw new InsufficientScope('openid', subject);
    const client = clientId === null ? undefined : await this.applications.byClientId(clientId);
    if (client === undefined) throw new InvalidToken('the application is gone', subject);
    const claims = {
      // an exchanged token keeps the subject of the application it was first issued to
      sub: named !== null && isPairwise(named) ? named : this.subjects.of(account.id, client),
      ...claimsFor(client, account, { scopes, named: await this.namedFor(signInId, scopes) }),
    };
    const alg = client.metadata.userinfo_signed_response_alg;
    if (alg === undefined) return claims;
    const signed = { iss: this.settings.issuer, aud: client.clientId, ...claims };
    return this.keys.sign('JWT', signed, alg, this.clock.now());
  }

  /** What the sign-in asked for by name, without the claims of a scope that it holds and the token gave up. */
  private async namedFor(signInId: string | null, scopes: ReadonlySet<string>): Promise<readonly PersonalClaim[]> {
    if (signInId === null) return [];
    const { claims, scopes: held } = await this.requested.of(signInId);
    const givenUp = claimsOfScopes(new Set(held.filter((scope) => !scopes.has(scope))));
    return claims.filter((claim) => !givenUp.includes(claim));
  }
}
