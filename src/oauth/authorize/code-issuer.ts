import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../../clock/clock.js';
import { type ClaimsByName, claimsByNameWithin } from '../../protocol/claims.js';
import type { Origin } from '../../protocol/origin.js';
import { Refusal } from '../../protocol/refusal.js';
import { leftOut } from '../../protocol/scope.js';
import { newSecret, sha256 } from '../../secrets/secrets.js';
import { GrantedScope } from '../grants/granted-scope.js';
import type { Role } from '../stores/accounts.js';
import { SignIns } from '../stores/sign-ins.js';
import { AuthorizationCodes, CODE_LIFETIME } from '../tokens/authorization-code.js';
import { after } from '../tokens/token-issuer.js';
import { refuseAccountAddress } from './account-address.js';
import { type AuthorizationRequest, scopesToAllow } from './authorization-request.js';
import type { SignedIn } from './signed-in.js';
import { AUTHORIZE_CHECKS } from './checks.js';
import { RequestUse } from './request-use.js';

/** Issues the code of a granted request: creates a pending sign-in that its redemption activates. */
@Injectable()
export class CodeIssuer {
  constructor(
    private readonly signIns: SignIns,
    private readonly codes: AuthorizationCodes,
    private readonly scopes: GrantedScope,
    private readonly use: RequestUse,
    private readonly clock: Clock,
  ) {}

  async issue(request: AuthorizationRequest, signedIn: SignedIn, origin: Origin): Promise<string> {
    const { client, redirectUri, redirectUriGiven, codeChallenge, nonce, dpopJkt, essentialAcrs, voluntaryAcrs } =
      request;
    const { account, sessionId, authenticatedAt, amr } = signedIn;
    refuseAccountAddress(request, signedIn, origin);
    await this.use.record(request, origin);
    const now = this.clock.now();
    const claims = await this.claimsOf(request, account.role);
    const scope = await this.scopes.forDecided(client, request.scopes, account.role);
    const secret = newSecret();
    const id = uuidv7();
    const begun = await this.signIns.begin({
      signIn: {
        id,
        user: account,
        scope,
        audience: request.resources,
        authenticatedAt,
        amr,
        sessionId,
        userEpoch: account.epoch,
        applicationEpoch: client.epoch,
        expiresAt: after(now, CODE_LIFETIME),
        request: {
          ...{ redirectUri, redirectUriGiven, codeChallenge, nonce, claims, dpopJkt },
          ...(essentialAcrs.length > 0 && { essentialAcrs }),
          ...(voluntaryAcrs.length > 0 && { voluntaryAcrs }),
        },
      },
      application: client,
      secretHash: sha256(secret),
      awaitsCode: true,
      consented: !client.firstParty,
      leftOut: leftOut(request.askedScopes, scope),
      deviceId: null,
      binding: {},
      origin,
      now,
    });
    if (!begun) {
      const subject = { userId: account.id, clientId: client.clientId };
      throw new Refusal('login_required', 'The session or the permission was ended meanwhile', { subject }).at(
        AUTHORIZE_CHECKS,
        'person',
        { client: client.name },
      );
    }
    return this.codes.format(id, secret);
  }

  /** Claims requested by name, within the scopes that the person was shown. */
  private async claimsOf(request: AuthorizationRequest, role: Role): Promise<ClaimsByName | undefined> {
    const { claims } = request;
    if (claims === undefined) return undefined;
    const grantable = await this.scopes.grantable(scopesToAllow(request), role);
    return claimsByNameWithin(
      grantable.map(({ name }) => name),
      claims,
    );
  }
}
