import { Controller, Header, HttpCode, Post } from '@nestjs/common';
import { AuthorizationHeader } from '../../http/authorization-header.js';
import { Described } from '../../http/described.js';
import { JsonParameters } from '../../http/request-parameters.js';
import { RequestOrigin } from '../../http/request-origin.js';
import type { ProvedPerson } from '../../oauth/grants/password-verifier.js';
import type { TokenSet } from '../../oauth/tokens/token-issuer.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import { bearerOf } from '../../access/bearer.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { FirstPartySignIn, SIGN_IN_CHECKS } from '../first-party-sign-in.js';
import { LogsInWithPassword, PasswordPerson } from '../password/password.guard.js';
import { OTP, readLoginAndPassword } from '../password/login-and-password.js';
import { SignOut } from '../sign-out.js';
import { LOGIN, REFRESH, REVOKE } from './auth.docs.js';

/** `/auth/*`: a rotating token pair; every body is in the envelope `{"success":true,"data":…}`. */
@Controller('auth')
export class AuthController {
  constructor(
    private readonly firstParty: FirstPartySignIn,
    private readonly signOut: SignOut,
  ) {}

  @Post('login')
  @Described(LOGIN)
  @LogsInWithPassword({
    body: 'json',
    read: (parameters) => readLoginAndPassword(parameters.only('username', 'password', OTP), 'username'),
    checks: SIGN_IN_CHECKS,
  })
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async login(@PasswordPerson() person: ProvedPerson, @RequestOrigin() origin: Origin) {
    return enveloped(await this.firstParty.signIn('auth', person, origin));
  }

  @Post('refresh')
  @Described(REFRESH)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async refresh(@JsonParameters() parameters: Parameters, @RequestOrigin() origin: Origin) {
    const token = parameters.only('refresh_token').required('refresh_token');
    return enveloped(await this.firstParty.refresh('auth', token, origin));
  }

  /** Ends the sign-in of an access or refresh token. Succeeds for an invalid token too. */
  @Post('revoke')
  @Described(REVOKE)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async revoke(
    @JsonParameters() parameters: Parameters,
    @AuthorizationHeader() authorization: string | undefined,
    @RequestOrigin() origin: Origin,
  ) {
    parameters.only('token', 'refresh_token');
    await this.signOut.byToken(tokenToRevoke(parameters, authorization), origin);
    return { success: true, data: {} };
  }
}

function tokenToRevoke(parameters: Parameters, authorization: string | undefined): string {
  const named = ['token', 'refresh_token'].filter((name) => parameters.has(name));
  const [name, other] = named;
  if (other !== undefined) throw InvalidRequest.field(other, 'must not be sent together with token');
  if (name !== undefined) return parameters.required(name);
  const bearer = bearerOf(authorization);
  if (bearer === undefined) throw InvalidRequest.field('token', 'is required, or an Authorization: Bearer header');
  return bearer;
}

function enveloped({ accessToken, expiresIn, issuedAt, refreshToken, refreshExpiresAt, signIn }: TokenSet) {
  return {
    success: true,
    data: {
      access_token: accessToken,
      refresh_token: refreshToken,
      access_expires_at: seconds(new Date(issuedAt.getTime() + expiresIn * 1000)),
      refresh_expires_at: refreshExpiresAt && seconds(refreshExpiresAt),
      client_id: signIn?.user.number,
    },
  };
}

/** RFC 3339 in UTC, without fractions: `2024-01-15T10:30:00Z`. */
function seconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
