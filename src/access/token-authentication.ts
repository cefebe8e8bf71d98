import { Injectable } from '@nestjs/common';
import type { DecidingList } from '../network/ip-whitelist.guard.js';
import { type Account, Accounts } from '../oauth/stores/accounts.js';
import { type Application, Applications } from '../oauth/stores/applications.js';
import { subjectOf } from '../oauth/stores/caller-of.js';
import { type AccessTokenClaims, linksOf } from '../oauth/tokens/access-token.js';
import { CarriedScopes } from '../oauth/tokens/carried-scopes.js';
import { isTwoFactor } from '../protocol/acr.js';
import type { Origin } from '../protocol/origin.js';
import { InvalidToken, type RefusalSubject } from '../protocol/refusal.js';
import type { PersonProof } from './caller.js';
import { TOKEN_CHECKS } from './caller-checks.js';
import { LiveTokens, type ShownToken } from './live-tokens.js';
import { Makers } from './makers.js';
import { listsOf, type ProvedCaller } from './proved-caller.js';

/** Resolves an access token to its caller, or refuses it. */
@Injectable()
export class TokenAuthentication {
  constructor(
    private readonly tokens: LiveTokens,
    private readonly applications: Applications,
    private readonly accounts: Accounts,
    private readonly scopes: CarriedScopes,
    private readonly makers: Makers,
  ) {}

  async callerOf(token: ShownToken, origin: Origin): Promise<ProvedCaller> {
    const { claims, userId } = await this.tokens.read(token);
    const isApplication = claims.sid === undefined;
    const subject = { clientId: claims.client_id, userId };
    const application = enabled(await this.applications.byClientId(claims.client_id), subject);
    // RFC 8693 §4.1: `act` names the actor; the rights are those of the subject, which for an application is its owner
    const first = isApplication ? enabled(await this.applications.byClientId(claims.sub), subject) : application;
    const account = await this.ownerOf(isApplication ? first.ownerId : userId, subject);
    const actingOwner = claims.act === undefined ? null : await this.ownerOf(application.ownerId, subject);
    const ofApplication: DecidingList<keyof typeof TOKEN_CHECKS.sentences> = {
      whitelist: application.whitelist,
      name: "the application's whitelist",
      subject: { ...subject, ...subjectOf(application) },
      at: [TOKEN_CHECKS, 'application-address'],
      found: () => ({ application: application.name }),
    };
    const caller = {
      credential: { kind: 'access-token', id: claims.jti },
      account,
      clientId: claims.client_id,
      isApplication,
      actingOwner: actingOwner ?? undefined,
      ...(await (isApplication ? this.makers.ofItself(first, account) : this.makers.ofSignIn(application, account))),
      proof: isApplication ? null : proofOf(claims),
      signInId: claims.sid ?? null,
      subject: claims.sub,
      scopes: (await this.scopes.ofToken(claims, application, account)).scopes,
      bounds: isApplication ? { expiresAt: null, whitelist: application.whitelist } : undefined,
      standing: {
        kind: 'access-token',
        accountId: account?.id ?? null,
        role: account?.role ?? null,
        actingOwnerId: actingOwner?.id ?? null,
        signInId: claims.sid ?? null,
        links: linksOf(claims),
      },
      origin,
    } as const;
    return { caller, lists: [ofApplication, ...listsOf(account, TOKEN_CHECKS), ...listsOf(actingOwner, TOKEN_CHECKS)] };
  }

  /** The account with this id; null if `id` is null. */
  private async ownerOf(id: string | null | undefined, subject: RefusalSubject): Promise<Account | null> {
    if (id === null) return null;
    const account = id === undefined ? undefined : await this.accounts.byId(id);
    if (account === undefined || account.disabled) {
      throw new InvalidToken('the user is gone or disabled', subject).at(TOKEN_CHECKS, 'account');
    }
    return account;
  }
}

/** The second factor of a sign-in was proved when the person signed in: a refresh changes neither. */
function proofOf({ amr = [], auth_time: authTime }: AccessTokenClaims): PersonProof {
  const secondFactorAt = isTwoFactor(amr) && authTime !== undefined ? new Date(authTime * 1000) : null;
  return { amr, secondFactorAt };
}

function enabled(application: Application | undefined, subject: RefusalSubject): Application {
  if (application === undefined || application.disabled) {
    throw new InvalidToken('the application is gone', subject).at(TOKEN_CHECKS, 'application');
  }
  return application;
}
