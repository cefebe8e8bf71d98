import { Injectable } from '@nestjs/common';
import { ApiKeys } from './api-keys.js';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import type { DecidingList } from '../network/ip-whitelist.guard.js';
import { PresentedBinding } from '../oauth/sender/presented-binding.js';
import type { ShownSender } from '../oauth/sender/sender-constraint.js';
import { AccessTokenStatus } from '../oauth/stores/access-token-status.js';
import { type Account, Accounts } from '../oauth/stores/accounts.js';
import { type Application, Applications } from '../oauth/stores/applications.js';
import { ScopeCatalogue } from '../oauth/stores/scope-catalogue.js';
import { type AccessTokenClaims, AccessTokens, linksOf } from '../oauth/tokens/access-token.js';
import type { CheckList } from '../protocol/check-list.js';
import type { Origin } from '../protocol/origin.js';
import { isOwnResource } from '../protocol/own-resources.js';
import { InvalidToken, Refusal, type RefusalSubject } from '../protocol/refusal.js';
import { sha256 } from '../secrets/secrets.js';
import { Sessions } from './sessions.js';
import type { PresentedToken } from './bearer.js';
import { KEY_CHECKS, SESSION_CHECKS, TOKEN_CHECKS } from './caller-checks.js';
import type { ProvedCaller } from './proved-caller.js';

/** An access token and the proofs that came with it. */
export interface ShownToken extends PresentedToken {
  /** The proofs of possession in the request, read only if the token is sender-constrained. */
  sender: () => ShownSender;
}

/** Resolves each kind of credential to its caller, or refuses it. */
@Injectable()
export class Authentication {
  constructor(
    private readonly settings: Settings,
    private readonly accessTokens: AccessTokens,
    private readonly status: AccessTokenStatus,
    private readonly binding: PresentedBinding,
    private readonly accounts: Accounts,
    private readonly applications: Applications,
    private readonly catalogue: ScopeCatalogue,
    private readonly keys: ApiKeys,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** @see https://www.rfc-editor.org/rfc/rfc9068#section-4 */
  async byAccessToken({ value, scheme, sender }: ShownToken, origin: Origin): Promise<ProvedCaller> {
    const claims = await this.accessTokens.read(value);
    if (claims === undefined) {
      throw new InvalidToken('not a live access token of this server').at(TOKEN_CHECKS, 'genuine');
    }
    const isApplication = claims.sid === undefined;
    const userId = await this.status.accountOf(claims);
    const subject = { clientId: claims.client_id, userId };
    if (!audienceIncludes(claims.aud, this.settings.issuer)) {
      throw new InvalidToken('the access token is for another resource', subject).at(TOKEN_CHECKS, 'audience');
    }
    if (scheme === 'DPoP' || claims.cnf !== undefined) {
      await this.binding.check(value, claims, scheme, sender()).catch(unbound);
    }
    if (!(await this.status.isLive(claims))) {
      throw new InvalidToken('the access token was revoked', subject).at(TOKEN_CHECKS, 'live');
    }

    const application = await this.liveApplication(claims.client_id, subject);
    // RFC 8693 §4.1: `act` names the actor; the rights are those of the subject, which for an application is its owner
    const first = isApplication ? await this.liveApplication(claims.sub, subject) : application;
    const account = await this.ownerOf(isApplication ? first.ownerId : userId, subject);
    const actingOwner = claims.act === undefined ? null : await this.ownerOf(application.ownerId, subject);
    const ofApplication: DecidingList<keyof typeof TOKEN_CHECKS.sentences> = {
      whitelist: application.whitelist,
      name: "the application's whitelist",
      subject,
      at: [TOKEN_CHECKS, 'application-address'],
      found: () => ({ application: application.name }),
    };
    const lists = [ofApplication, ...listsOf(account, TOKEN_CHECKS), ...listsOf(actingOwner, TOKEN_CHECKS)];
    const caller = {
      credential: { kind: 'access-token', id: claims.jti },
      account,
      clientId: claims.client_id,
      isApplication,
      actingOwner: actingOwner ?? undefined,
      signInId: claims.sid ?? null,
      subject: claims.sub,
      scopes: await this.carriedNow(claims, application, account),
      standing: {
        kind: 'access-token',
        accountId: account?.id ?? null,
        signInId: claims.sid ?? null,
        links: linksOf(claims),
      },
      origin,
    } as const;
    return { caller, lists };
  }

  async byApiKey(key: string, inQuery: boolean, origin: Origin): Promise<ProvedCaller> {
    const facts = await this.keys.byHash(sha256(key));
    if (facts === undefined || facts.revoked) {
      throw new InvalidToken('no such API key, or it was revoked').at(KEY_CHECKS, 'known');
    }
    const subject = { userId: facts.userId, targetType: 'api-key', targetId: facts.id };
    if (facts.expiresAt !== null && facts.expiresAt <= this.clock.now()) {
      throw new InvalidToken('the API key has expired', subject).at(KEY_CHECKS, 'unexpired');
    }
    const account = await this.liveAccount(facts.userId);
    if (account === undefined) {
      throw new InvalidToken("the key's owner is gone or disabled", subject).at(KEY_CHECKS, 'account');
    }
    if (facts.keysEpoch !== account.keysEpoch) {
      throw new InvalidToken("the API key ended with its owner's others", subject).at(KEY_CHECKS, 'account');
    }
    const ofKey: DecidingList<keyof typeof KEY_CHECKS.sentences> = {
      whitelist: facts.whitelist,
      name: "the API key's whitelist",
      subject,
      at: [KEY_CHECKS, 'key-address'],
      found: () => ({ known: facts.id }),
    };
    const caller = {
      credential: { kind: 'api-key', id: facts.id },
      account,
      clientId: null,
      isApplication: false,
      signInId: null,
      subject: null,
      scopes: await this.allowedNow(facts.scopes, account),
      standing: { kind: 'api-key', accountId: account.id, id: facts.id },
      origin,
    } as const;
    const admitted = () => {
      this.keys.used(facts.id, origin.address, inQuery);
    };
    return { caller, lists: [ofKey, ...listsOf(account, KEY_CHECKS)], admitted };
  }

  /** A session cookie grants what a first-party login grants: every scope that the owner's role may hold. */
  async bySession(secret: string, origin: Origin): Promise<ProvedCaller> {
    const session = await this.sessions.find(secret);
    if (session === undefined) {
      throw new InvalidToken('no such session, or it has ended').at(SESSION_CHECKS, 'live');
    }
    const all = await this.catalogue.all();
    const caller = {
      credential: { kind: 'session', id: session.id },
      account: session.account,
      clientId: null,
      isApplication: false,
      signInId: null,
      subject: null,
      scopes: await this.allowedNow([...all.keys()], session.account),
      standing: { kind: 'session', accountId: session.account.id, id: session.id },
      origin,
    } as const;
    return { caller, lists: listsOf(session.account, SESSION_CHECKS) };
  }

  private async liveApplication(clientId: string, subject: RefusalSubject): Promise<Application> {
    const application = await this.applications.byClientId(clientId);
    if (application === undefined || application.disabled) {
      throw new InvalidToken('the application is gone', subject).at(TOKEN_CHECKS, 'application');
    }
    return application;
  }

  /** The account with this id; null if `id` is null. */
  private async ownerOf(id: string | null | undefined, subject: RefusalSubject): Promise<Account | null> {
    const account = id === null ? null : id === undefined ? undefined : await this.liveAccount(id);
    if (account === undefined) {
      throw new InvalidToken('the user is gone or disabled', subject).at(TOKEN_CHECKS, 'account');
    }
    return account;
  }

  private async liveAccount(id: string): Promise<Account | undefined> {
    const account = await this.accounts.byId(id);
    return account?.disabled === true ? undefined : account;
  }

  /**
   * A token carries no scope that its application has lost since. A first-party login that was not narrowed carries every
   * scope that the owner's role may hold, later additions to the catalogue included; any other token its own list.
   */
  private async carriedNow(
    { scope, whole }: AccessTokenClaims,
    application: Application,
    account: Account | null,
  ): Promise<ReadonlySet<string>> {
    const scopes = scope.split(' ');
    if (application.builtIn) {
      return this.allowedNow(whole === true ? [...(await this.catalogue.all()).keys()] : scopes, account);
    }
    const held = new Set(application.scopes);
    return this.allowedNow(
      scopes.filter((name) => held.has(name)),
      account,
    );
  }

  /** Scopes reserved for admins count only while the owner is an admin. */
  private async allowedNow(scopes: readonly string[], account: Account | null): Promise<ReadonlySet<string>> {
    if (account?.role === 'admin') return new Set(scopes);
    const catalogue = await this.catalogue.all();
    return new Set(scopes.filter((scope) => catalogue.get(scope)?.adminOnly !== true));
  }
}

/** A missing or malformed claim names no API, so the check fails closed. */
function audienceIncludes(audience: unknown, issuer: string): boolean {
  const names = Array.isArray(audience) ? (audience as unknown[]) : [audience];
  return names.some((name) => typeof name === 'string' && isOwnResource(issuer, name));
}

function unbound(error: unknown): never {
  throw error instanceof Refusal ? error.at(TOKEN_CHECKS, 'bound') : error;
}

function listsOf(account: Account | null, checks: CheckList<'account-address'>): DecidingList<'account-address'>[] {
  if (account === null) return [];
  const { id: userId, whitelist } = account;
  return [{ whitelist, name: "the account's whitelist", subject: { userId }, at: [checks, 'account-address'] }];
}
