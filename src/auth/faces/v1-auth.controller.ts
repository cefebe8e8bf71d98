import { Controller, Header, HttpCode, Post } from '@nestjs/common';
import { Described } from '../../http/described.js';
import { JsonParameters } from '../../http/request-parameters.js';
import { RequestOrigin } from '../../http/request-origin.js';
import type { ProvedPerson } from '../../oauth/grants/password-verifier.js';
import type { TokenSet } from '../../oauth/tokens/token-issuer.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import { FirstPartySignIn, SIGN_IN_CHECKS } from '../first-party-sign-in.js';
import { LogsInWithPassword, PasswordPerson } from '../password/password.guard.js';
import { OTP, readLoginAndPassword } from '../password/login-and-password.js';
import { LOGIN, REFRESH } from './v1-auth.docs.js';

/** `/v1/auth/*`: a token pair without an envelope. A client may repeat a refresh token until it uses the successor. */
@Controller('v1/auth')
export class V1AuthController {
  constructor(private readonly firstParty: FirstPartySignIn) {}

  @Post('login')
  @Described(LOGIN)
  @LogsInWithPassword({
    body: 'json',
    read: (parameters) => readLoginAndPassword(parameters.only('email', 'password', OTP), 'email'),
    checks: SIGN_IN_CHECKS,
  })
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async login(@PasswordPerson() person: ProvedPerson, @RequestOrigin() origin: Origin) {
    return pair(await this.firstParty.signIn('v1-auth', person, origin));
  }

  @Post('refresh')
  @Described(REFRESH)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async refresh(@JsonParameters() parameters: Parameters, @RequestOrigin() origin: Origin) {
    const token = parameters.only('refresh_token').required('refresh_token');
    return pair(await this.firstParty.refresh('v1-auth', token, origin));
  }
}

function pair({ accessToken, refreshToken, expiresIn }: TokenSet) {
  return { access_token: accessToken, refresh_token: refreshToken, token_type: 'Bearer', expires_in: expiresIn };
}
