import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Clock } from '../../clock/clock.js';
import { accessTokenAlgOf, type AccessTokenType, type ClientMetadata } from '../../protocol/client-metadata.js';
import type { TokenLink } from '../../protocol/standing.js';
import { numericDate } from '../../clock/numeric-date.js';
import { Settings } from '../../config/settings.js';
import { Applications } from '../stores/applications.js';
import { ResourceCatalogue } from '../stores/resource-catalogue.js';
import { refuseApplications } from './application-audience.js';
import type { Claims } from './jws.js';
import { KeyRing } from './key-ring.js';
import { parseEpochs } from './epochs.js';

/**
 * The claims of an access token.
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-2.2
 */
export interface AccessTokenClaims {
  iss: string;
  /** The subject identifier for the application (see `SubjectIdentifiers`), or its `client_id` if it acts for itself. */
  sub: string;
  aud: string | string[];
  client_id: string;
  scope: string;
  jti: string;
  /** Seconds since 1970. */
  iat: number;
  exp: number;
  /** The sign-in that issued it; absent from client credentials. */
  sid?: string;
  /** `user.application`: their epochs at issue; a dash if there is no user. */
  epoch: string;
  auth_time?: number;
  /** How the person signed in, where it was by more than one factor (RFC 9068 section 2.2.1). */
  acr?: string | undefined;
  amr?: readonly string[];
  /** The actor (RFC 8693 section 4.1). */
  act?: { sub: string; act?: object };
  /** The tokens that it was exchanged for, the latest first: it ends with each of them and of their applications. */
  via?: readonly TokenLink[];
  cnf?: Confirmation;
  /** Set for an unnarrowed first-party login, which carries every scope that its owner's role may hold. */
  whole?: true;
}

/**
 * The confirmation of a bound token: the thumbprint of a key (RFC 9449 section 6) or of a certificate (RFC 8705 section 3).
 */
export interface Confirmation {
  jkt?: string;
  'x5t#S256'?: string;
}

/** All ids of this kind that the token depends on: its own, and those of the tokens it was exchanged for. */
export function linksOf({ jti, client_id, epoch, via = [] }: AccessTokenClaims): readonly TokenLink[] {
  return [[jti, client_id, parseEpochs(epoch).application], ...via];
}

/** The claim that tells an access token with the type `JWT` from every other token of this type. */
const ACCESS = { token_use: 'access' } as const;

export function isForAccess(claims: Claims): boolean {
  return claims.token_use === ACCESS.token_use;
}

function forAccess(claims: Claims | undefined): Claims | undefined {
  return claims !== undefined && isForAccess(claims) ? claims : undefined;
}

export type AccessTokenContent = Omit<AccessTokenClaims, 'iss' | 'jti' | 'iat' | 'exp'>;

/** Signs and reads access tokens. Issuing one writes nothing anywhere. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly settings: Settings,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
    private readonly resources: ResourceCatalogue,
    private readonly applications: Applications,
  ) {}

  /**
   * `lifetime` in seconds, from `now`; `metadata` is that of the application.
   * @throws InvalidTarget for an audience that has become an application
   */
  async issue(
    content: AccessTokenContent,
    lifetime: number,
    metadata: ClientMetadata = {},
    now = this.clock.now(),
  ): Promise<string> {
    const typ = (await this.typeFor(content.aud)) ?? metadata.access_token_typ ?? 'at+jwt';
    const iat = numericDate(now);
    const mark = typ === 'JWT' ? ACCESS : undefined;
    const claims = { iss: this.settings.issuer, ...content, ...mark, jti: randomUUID(), iat, exp: iat + lifetime };
    return this.keys.sign(typ, claims, accessTokenAlgOf(metadata, this.settings.signingAlg), now);
  }

  /** What the APIs that a token is for can read, if they say so. */
  private async typeFor(aud: string | string[]): Promise<AccessTokenType | undefined> {
    if (aud === this.settings.issuer) return undefined;
    const names = [aud].flat();
    await refuseApplications(this.applications, names);
    let typ: AccessTokenType | undefined;
    for (const name of names) {
      const resource = await this.resources.byIdentifier(name);
      if (typ !== 'JWT') typ = resource?.accessTokenTyp ?? typ;
    }
    return typ;
  }

  /** The `aud` for these resources; by default this server. */
  audienceOf(resources: readonly string[]): string | string[] {
    const [first = this.settings.issuer, ...others] = resources;
    return others.length === 0 ? first : [first, ...others];
  }

  /**
   * The claims of a verified, unexpired access token of this server; otherwise undefined.
   * Revocation is checked separately: see `Revocations`.
   * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
   */
  read(token: string): AccessTokenClaims | undefined | Promise<AccessTokenClaims | undefined> {
    const claims = this.keys.verify('at+jwt', token) ?? this.ofTypeJwt(token);
    return claims instanceof Promise ? claims.then((verified) => this.unexpired(verified)) : this.unexpired(claims);
  }

  /** As `read`, of an expired token too, whose end is one that `issue` may have written. */
  async readEvenExpired(token: string): Promise<AccessTokenClaims | undefined> {
    const claims = this.own((await this.keys.verify('at+jwt', token)) ?? (await this.ofTypeJwt(token)));
    return claims && Number.isSafeInteger(claims.exp) && claims.exp > claims.iat ? claims : undefined;
  }

  private ofTypeJwt(token: string): Claims | undefined | Promise<Claims | undefined> {
    const claims = this.keys.verify('JWT', token);
    return claims instanceof Promise ? claims.then(forAccess) : forAccess(claims);
  }

  private unexpired(verified: Claims | undefined): AccessTokenClaims | undefined {
    const claims = this.own(verified);
    // RFC 7519 §4.1.4: "The "exp" claim identifies the expiration time on or after which the JWT MUST NOT be accepted"
    return claims && Number.isSafeInteger(claims.exp) && claims.exp > this.clock.seconds() ? claims : undefined;
  }

  private own(verified: Claims | undefined): AccessTokenClaims | undefined {
    const claims = verified as AccessTokenClaims | undefined;
    return claims?.iss === this.settings.issuer ? claims : undefined;
  }
}
