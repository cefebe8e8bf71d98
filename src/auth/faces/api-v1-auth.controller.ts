import { Controller, Header, HttpCode, Post } from '@nestjs/common';
import { Described } from '../../http/described.js';
import { FormParameters } from '../../http/request-parameters.js';
import { RequestOrigin } from '../../http/request-origin.js';
import type { ProvedPerson } from '../../oauth/grants/password-verifier.js';
import type { TokenSet } from '../../oauth/tokens/token-issuer.js';
import { Applications } from '../../oauth/stores/applications.js';
import { IdTokens } from '../../oidc/id-token.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import { FirstPartySignIn, SIGN_IN_CHECKS } from '../first-party-sign-in.js';
import { LogsInWithPassword, PasswordPerson } from '../password/password.guard.js';
import { OTP, readLoginAndPassword } from '../password/login-and-password.js';
import { PASSWORD, REFRESH } from './api-v1-auth.docs.js';
import { onlyOfGrant } from './oauth-parameters.js';

const FACE = 'api-v1-auth';

/** `/api/v1/auth/*`: a rotating token pair with an id_token. */
@Controller('api/v1/auth')
export class ApiV1AuthController {
  constructor(
    private readonly firstParty: FirstPartySignIn,
    private readonly applications: Applications,
    private readonly idTokens: IdTokens,
  ) {}

  @Post('password')
  @Described(PASSWORD)
  @LogsInWithPassword({
    body: 'form',
    read: (parameters) =>
      readLoginAndPassword(onlyOfGrant('password', parameters, 'username', 'password', OTP), 'username'),
    checks: SIGN_IN_CHECKS,
  })
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async password(@PasswordPerson() person: ProvedPerson, @RequestOrigin() origin: Origin) {
    return this.present(await this.firstParty.signIn(FACE, person, origin));
  }

  @Post('refresh')
  @Described(REFRESH)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async refresh(@FormParameters() parameters: Parameters, @RequestOrigin() origin: Origin) {
    const token = onlyOfGrant('refresh_token', parameters, 'refresh_token').required('refresh_token');
    return this.present(await this.firstParty.refresh(FACE, token, origin));
  }

  private async present(tokens: TokenSet) {
    const application = await this.applications.byClientId(FACE);
    return {
      access_token: tokens.accessToken,
      refresh_token: tokens.refreshToken,
      id_token: application && (await this.idTokens.issue(tokens, application)),
      token_type: 'bearer',
      expires_in: tokens.expiresIn,
    };
  }
}
