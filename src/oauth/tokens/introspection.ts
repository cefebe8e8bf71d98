import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { ApplicationOwner } from '../grants/application-owner.js';
import { GrantedScope } from '../grants/granted-scope.js';
import { AccessTokenStatus } from '../stores/access-token-status.js';
import { type Account, Accounts } from '../stores/accounts.js';
import type { Application } from '../stores/applications.js';
import { SignIns } from '../stores/sign-ins.js';
import { type AccessTokenClaims, AccessTokens } from './access-token.js';
import { RefreshTokens } from './refresh-token.js';
import { isPairwise, SubjectIdentifiers } from './subject-identifiers.js';

/** @see https://www.rfc-editor.org/rfc/rfc7662#section-2.2 */
export type IntrospectionAnswer = { active: false } | ({ active: true } & Record<string, unknown>);

/** Lets an application (a resource server) introspect tokens that other applications were issued. */
export const INTROSPECT_ANY = 'introspect_tokens';

const INACTIVE: IntrospectionAnswer = Object.freeze({ active: false });

/**
 * Introspects a token for authorized callers: its own client, or an application with the scope `introspect_tokens`.
 * Any other caller receives the answer for an invalid token.
 * @see https://www.rfc-editor.org/rfc/rfc7662
 */
@Injectable()
export class Introspection {
  constructor(
    private readonly settings: Settings,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly status: AccessTokenStatus,
    private readonly signIns: SignIns,
    private readonly accounts: Accounts,
    private readonly owner: ApplicationOwner,
    private readonly subjects: SubjectIdentifiers,
    private readonly scopes: GrantedScope,
    private readonly clock: Clock,
  ) {}

  async introspect(token: string, client: Application): Promise<IntrospectionAnswer> {
    const claims = await this.accessTokens.read(token);
    return claims === undefined ? this.ofRefreshToken(token, client) : this.ofAccessToken(claims, client);
  }

  private async ofAccessToken(claims: AccessTokenClaims, client: Application): Promise<IntrospectionAnswer> {
    if (claims.client_id !== client.clientId && !client.scopes.includes(INTROSPECT_ANY)) return INACTIVE;
    if (!(await this.status.isLive(claims))) return INACTIVE;
    // a token of an application that acts for itself is active while its owner may act, as at our own APIs
    if (claims.sid === undefined && (await this.owner.isGone(claims.sub))) return INACTIVE;
    const { epoch: _, auth_time: __, via: ___, ...published } = claims;
    // a pairwise subject is the only name of the person in the answer, as in the token itself
    const isNamed = claims.sid !== undefined && !isPairwise(claims.sub);
    const account = isNamed ? await this.accounts.byId(claims.sub) : undefined;
    // the mark stands for every scope of the role; the token names as many as fit
    const scope =
      claims.whole === true && account !== undefined ? await this.scopes.forRole(account.role) : claims.scope;
    const person = account === undefined ? {} : this.personFor(account, client, scope);
    return {
      active: true,
      ...published,
      scope,
      token_type: claims.cnf?.jkt === undefined ? 'Bearer' : 'DPoP',
      ...person,
    };
  }

  private async ofRefreshToken(token: string, client: Application): Promise<IntrospectionAnswer> {
    const presented = this.refreshTokens.parse(token);
    if (presented === undefined) return INACTIVE;
    const live = await this.signIns.findLive(presented, this.clock.now());
    if (live?.applicationId !== client.id) return INACTIVE;
    const { signIn } = live;
    return {
      active: true,
      iss: this.settings.issuer,
      client_id: client.clientId,
      scope: signIn.scope,
      sid: signIn.id,
      iat: Math.floor(live.createdAt.getTime() / 1000),
      exp: Math.floor(signIn.expiresAt.getTime() / 1000),
      ...this.personFor(signIn.user, client, signIn.scope),
    };
  }

  /**
   * The subject, in the form that the asking application knows: one with pairwise subjects receives no name, and one that
   * no administrator trusts only the name that the person granted it.
   */
  private personFor(account: Account, asking: Application, scope: string): { sub: string; username?: string } {
    const sub = this.subjects.of(account.id, asking);
    if (sub !== account.id) return { sub };
    const { username, email, emailSelfGiven } = account;
    const isTrusted = asking.firstParty || asking.scopes.includes(INTROSPECT_ANY);
    const granted = scope.split(' ');
    const names = [
      isTrusted || granted.includes('profile') ? username : null,
      (isTrusted || granted.includes('email')) && !emailSelfGiven ? email : null,
    ];
    const name = names.find((one) => one !== null);
    return { sub, ...(name !== undefined && { username: name }) };
  }
}
