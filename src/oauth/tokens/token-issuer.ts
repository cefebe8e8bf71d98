import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../../clock/clock.js';
import type { Origin } from '../../protocol/origin.js';
import { claimsOfTwoFactors } from '../../protocol/acr.js';
import { InvalidGrant } from '../../protocol/refusal.js';
import { leftOut } from '../../protocol/scope.js';
import { numericDate } from '../../clock/numeric-date.js';
import { newSecret, sha256 } from '../../secrets/secrets.js';
import { refreshBinding } from '../sender/sender-constraint.js';
import type { Account } from '../stores/accounts.js';
import type { Application } from '../stores/applications.js';
import { type SignIn, SignIns } from '../stores/sign-ins.js';
import { AccessTokens, type Confirmation } from './access-token.js';
import { MAX_ACCESS_TOKEN_TTL, signInLifetime } from './lifetimes.js';
import { RefreshTokens } from './refresh-token.js';
import { formatEpochs } from './epochs.js';
import { SubjectIdentifiers } from './subject-identifiers.js';

/** The result of a grant, which each face formats. */
export interface TokenSet {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  issuedAt: Date;
  scope: string;
  refreshToken?: string;
  refreshExpiresAt?: Date;
  /** Absent if an application acts for itself. */
  signIn?: SignIn;
  /** The confirmation to which the access token is bound; absent from bearer tokens. */
  confirmation?: Confirmation | undefined;
  /** The issued token type, for token exchange (RFC 8693 section 2.2.1). */
  issuedTokenType?: string;
  /** Whether it comes from a refresh token and not from a new sign-in. */
  refreshed?: boolean;
}

export interface Beginning {
  account: Account;
  application: Application;
  scope: string;
  /** The scopes that the request named, if they may exceed `scope`. */
  askedScopes?: readonly string[];
  audience?: readonly string[];
  /** Whether to issue a refresh token. */
  refreshable: boolean;
  sessionId?: string;
  /** The allowed device code. */
  deviceId?: string;
  authenticatedAt: Date;
  amr: readonly string[];
  /** The confirmation to which the tokens are bound. */
  confirmation?: Confirmation | undefined;
  /** What its first access token names, where that is less. */
  first?: { scope: string; audience?: readonly string[] };
  /** Whether it is a first-party login with every scope of the role, and not with a list of scopes. */
  whole?: boolean;
  origin: Origin;
}

/** The properties of one access token of a sign-in. */
export interface Minting {
  /** May be narrower than the sign-in's scope. */
  scope: string;
  /** The resources it is for; undefined: all of the sign-in's. */
  audience?: readonly string[] | undefined;
  confirmation?: Confirmation | undefined;
  whole?: boolean | undefined;
  now: Date;
  refreshToken?: string | undefined;
}

/** Mints token sets. A new sign-in is durable before its tokens leave. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly signIns: SignIns,
    private readonly subjects: SubjectIdentifiers,
    private readonly clock: Clock,
  ) {}

  /** Begins a sign-in and mints its first tokens. */
  async begin(beginning: Beginning): Promise<TokenSet> {
    const { account, application, refreshable, authenticatedAt, amr, scope, confirmation, origin } = beginning;
    const now = this.clock.now();
    const secret = refreshable ? newSecret() : null;
    const signIn: SignIn = {
      id: uuidv7(),
      user: account,
      scope,
      audience: beginning.audience ?? [],
      authenticatedAt,
      amr,
      sessionId: beginning.sessionId ?? null,
      userEpoch: account.epoch,
      applicationEpoch: application.epoch,
      expiresAt: after(now, signInLifetime(application, refreshable)),
      request: null,
    };
    const begun = await this.signIns.begin({
      signIn,
      application,
      secretHash: secret && sha256(secret),
      awaitsCode: false,
      consented: false,
      leftOut: leftOut(beginning.askedScopes ?? [], scope),
      deviceId: beginning.deviceId ?? null,
      binding: refreshBinding(application, confirmation),
      origin,
      now,
    });
    if (!begun) {
      const subject = { userId: account.id, clientId: application.clientId };
      throw new InvalidGrant('the session or permission it stands on was ended meanwhile', subject);
    }
    const refreshToken = secret === null ? undefined : this.refreshTokens.format(signIn.id, 0, secret);
    const { whole, first = { scope } } = beginning;
    return this.mint(signIn, application, { ...first, confirmation, whole, now, refreshToken });
  }

  /** A new access token for a live sign-in. */
  async mint(signIn: SignIn, application: Application, minting: Minting): Promise<TokenSet> {
    const { scope, audience = signIn.audience, confirmation, whole, now, refreshToken } = minting;
    const expiresIn = Math.min(application.accessTokenTtl, MAX_ACCESS_TOKEN_TTL);
    const accessToken = await this.accessTokens.issue(
      {
        sub: this.subjects.of(signIn.user.id, application),
        aud: this.accessTokens.audienceOf(audience),
        client_id: application.clientId,
        scope,
        sid: signIn.id,
        epoch: formatEpochs(signIn.userEpoch, signIn.applicationEpoch),
        auth_time: numericDate(signIn.authenticatedAt),
        ...claimsOfTwoFactors(signIn.amr, signIn.request),
        ...(confirmation && { cnf: confirmation }),
        ...(whole === true && { whole }),
      },
      expiresIn,
      application.metadata,
      now,
    );
    const tokens: TokenSet = { accessToken, expiresIn, issuedAt: now, scope, signIn, confirmation };
    if (refreshToken === undefined) return tokens;
    return { refreshToken, refreshExpiresAt: signIn.expiresAt, ...tokens };
  }

  /** An access token for an application that acts for itself; nothing is stored. */
  async forApplication(
    application: Application,
    scope: string,
    audience: readonly string[] = [],
    confirmation?: Confirmation,
  ): Promise<TokenSet> {
    const expiresIn = Math.min(application.accessTokenTtl, MAX_ACCESS_TOKEN_TTL);
    const accessToken = await this.accessTokens.issue(
      {
        sub: application.clientId,
        aud: this.accessTokens.audienceOf(audience),
        client_id: application.clientId,
        scope,
        epoch: formatEpochs(undefined, application.epoch),
        ...(confirmation && { cnf: confirmation }),
      },
      expiresIn,
      application.metadata,
    );
    return { accessToken, expiresIn, issuedAt: this.clock.now(), scope, confirmation };
  }
}

export function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
