import { Controller, Header, HttpCode, Post } from '@nestjs/common';
import { Described } from '../../faces/described.js';
import { FormParameters } from '../../faces/request-parameters.js';
import { RequestOrigin } from '../../faces/request-origin.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { FirstPartySignIn } from '../first-party-sign-in.js';
import { typedPassword } from '../password/typed-password.js';
import { LOGIN } from './login-access-token.docs.js';

/** `/api/v1/login/access-token`: a password flow of one call, without a refresh token. */
@Controller('api/v1/login/access-token')
export class LoginAccessTokenController {
  constructor(private readonly firstParty: FirstPartySignIn) {}

  @Post()
  @Described(LOGIN)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async login(@FormParameters() parameters: Parameters, @RequestOrigin() origin: Origin) {
    // OAuth clients for this call also send what RFC 6749 §4.3.2 names
    parameters.only('username', 'password', 'grant_type', 'scope');
    const grantType = parameters.optional('grant_type') ?? 'password';
    if (grantType !== 'password') throw InvalidRequest.field('grant_type', 'must be password');
    const typed = typedPassword(parameters, 'username');
    const tokens = await this.firstParty.signIn('login-access-token', typed, origin, parameters.optional('scope'));
    return { access_token: tokens.accessToken, token_type: 'bearer', expires_in: tokens.expiresIn };
  }
}
