import { Controller, Header, HttpCode, Post } from '@nestjs/common';
import { Described } from '../../http/described.js';
import { FormParameters } from '../../http/request-parameters.js';
import { RequestOrigin } from '../../http/request-origin.js';
import type { ProvedPerson } from '../../oauth/grants/password-verifier.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import { FirstPartySignIn, SIGN_IN_CHECKS } from '../first-party-sign-in.js';
import { LogsInWithPassword, PasswordPerson } from '../password/password.guard.js';
import { OTP, readLoginAndPassword } from '../password/login-and-password.js';
import { LOGIN } from './login-access-token.docs.js';
import { onlyOfGrant } from './oauth-parameters.js';

/** `/api/v1/login/access-token`: a password grant in one call, without a refresh token. */
@Controller('api/v1/login/access-token')
export class LoginAccessTokenController {
  constructor(private readonly firstParty: FirstPartySignIn) {}

  @Post()
  @Described(LOGIN)
  @LogsInWithPassword({
    body: 'form',
    read: (parameters) =>
      readLoginAndPassword(onlyOfGrant('password', parameters, 'username', 'password', 'scope', OTP), 'username'),
    checks: SIGN_IN_CHECKS,
  })
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async login(
    @PasswordPerson() person: ProvedPerson,
    @FormParameters() parameters: Parameters,
    @RequestOrigin() origin: Origin,
  ) {
    const tokens = await this.firstParty.signIn('login-access-token', person, origin, parameters.optional('scope'));
    return { access_token: tokens.accessToken, token_type: 'bearer', expires_in: tokens.expiresIn };
  }
}
