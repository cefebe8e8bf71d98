import { Injectable } from '@nestjs/common';
import { IpWhitelistGuard } from '../network/ip-whitelist.guard.js';
import { Accounts } from '../oauth/stores/accounts.js';
import { Applications } from '../oauth/stores/applications.js';
import { SignIns } from '../oauth/stores/sign-ins.js';
import { AccessTokens } from '../oauth/tokens/access-token.js';
import { RefreshTokens } from '../oauth/tokens/refresh-token.js';
import type { Origin } from '../protocol/origin.js';

interface Ending {
  signInId: string;
  userId: string;
  clientId: string;
}

/** Ends first-party sign-ins. Tokens of OAuth applications are revoked at `/oauth/revoke`, by their client. */
@Injectable()
export class SignOut {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly signIns: SignIns,
    private readonly accounts: Accounts,
    private readonly applications: Applications,
  ) {}

  /**
   * Ends the sign-in of an access or refresh token, expired or not: a refresh token lives on after the access token beside
   * it. Succeeds for anything that is no token.
   */
  async byToken(token: string, origin: Origin): Promise<void> {
    const ending = await this.endingOf(token);
    if (ending === undefined) return;
    const { signInId, userId, clientId } = ending;
    const application = await this.applications.byClientId(clientId);
    if (application?.builtIn !== true) return;
    const account = await this.accounts.byId(userId);
    const subject = { userId, clientId };
    for (const whitelist of [account?.whitelist, application.whitelist]) {
      if (whitelist) IpWhitelistGuard.decide(origin.address, { whitelist, name: 'the whitelist', subject });
    }
    await this.signIns.revoke(signInId, null, {
      action: 'sign-in.revoke',
      actor: { type: 'user', id: userId },
      address: origin.address,
      requestId: origin.requestId,
      reason: 'revoked with one of its tokens',
    });
  }

  private async endingOf(token: string): Promise<Ending | undefined> {
    const claims = await this.accessTokens.readEvenExpired(token);
    const signInId = claims === undefined ? this.refreshTokens.parse(token)?.signInId : claims.sid;
    const owner = signInId === undefined ? undefined : await this.signIns.findOwner(signInId);
    if (signInId === undefined || owner === undefined) return undefined;
    // one that a service exchanged is for an API, whose sign-in it is not
    if (claims !== undefined && claims.client_id !== owner.clientId) return undefined;
    return { signInId, ...owner };
  }
}
