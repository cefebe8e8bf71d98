import { Injectable } from '@nestjs/common';
import { type Account, Accounts } from '../stores/accounts.js';
import { AccessTokenStatus } from '../stores/access-token-status.js';
import { type Application, Applications } from '../stores/applications.js';
import type { AccessTokenClaims } from './access-token.js';
import { CarriedScopes } from './carried-scopes.js';
import { ExchangeRights } from './exchange-rights.js';

/** What a live access token stands for at present. */
export interface TokenStanding {
  /** The person, or the owner of an application that acts for itself; null: it has none. */
  account: Account | null;
  /** What is left of the scope; never more than was signed, but for the whole scope of a first-party login. */
  scope: string;
}

/** What an access token is worth now, as our own APIs take it: answered from memory while the change feed is current. */
@Injectable()
export class TokenStandings {
  constructor(
    private readonly status: AccessTokenStatus,
    private readonly applications: Applications,
    private readonly accounts: Accounts,
    private readonly scopes: CarriedScopes,
    private readonly exchanges: ExchangeRights,
  ) {}

  /**
   * Undefined for a token that was revoked, or exchanged by a right that was taken back, or where its application, person or
   * owner is gone or disabled.
   */
  async of(claims: AccessTokenClaims): Promise<TokenStanding | undefined> {
    if (!(await this.status.isLive(claims)) || !(await this.exchanges.hold(claims))) return undefined;
    const application = enabled(await this.applications.byClientId(claims.client_id));
    if (application === undefined) return undefined;
    const account = await this.accountOf(claims, application);
    if (account === undefined) return undefined;
    const { text } = await this.scopes.ofToken(claims, application, account);
    return { account, scope: text };
  }

  private async accountOf(claims: AccessTokenClaims, application: Application): Promise<Account | null | undefined> {
    if (claims.sid !== undefined) return this.account(await this.status.accountOf(claims));
    // RFC 8693 §4.1: the rights are those of the subject, which for an application is its owner
    const isOwn = claims.sub === claims.client_id;
    const first = isOwn ? application : enabled(await this.applications.byClientId(claims.sub));
    return first && this.ownerOf(first);
  }

  /** Null: it has none. */
  private async ownerOf({ ownerId }: Application): Promise<Account | null | undefined> {
    return ownerId === null ? null : this.account(ownerId);
  }

  private async account(id: string | undefined): Promise<Account | undefined> {
    const account = id === undefined ? undefined : await this.accounts.byId(id);
    return account?.disabled === false ? account : undefined;
  }
}

function enabled(application: Application | undefined): Application | undefined {
  return application?.disabled === false ? application : undefined;
}
