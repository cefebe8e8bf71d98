import { Controller, Header, HttpCode, Post } from '@nestjs/common';
import { Described } from '../../faces/described.js';
import { FormParameters } from '../../faces/request-parameters.js';
import { RequestOrigin } from '../../faces/request-origin.js';
import type { TokenSet } from '../../oauth/tokens/token-issuer.js';
import { Applications } from '../../oauth/stores/applications.js';
import { IdTokens } from '../../oidc/id-token.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import { FirstPartySignIn } from '../first-party-sign-in.js';
import { typedPassword } from '../password/typed-password.js';
import { PASSWORD, REFRESH } from './api-v1-auth.docs.js';

const FACE = 'api-v1-auth';

/** `/api/v1/auth/*`: a rotating pair with an id_token. */
@Controller('api/v1/auth')
export class ApiV1AuthController {
  constructor(
    private readonly firstParty: FirstPartySignIn,
    private readonly applications: Applications,
    private readonly idTokens: IdTokens,
  ) {}

  @Post('password')
  @Described(PASSWORD)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async password(@FormParameters() parameters: Parameters, @RequestOrigin() origin: Origin) {
    const typed = typedPassword(parameters.only('username', 'password'), 'username');
    return this.present(await this.firstParty.signIn(FACE, typed, origin));
  }

  @Post('refresh')
  @Described(REFRESH)
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async refresh(@FormParameters() parameters: Parameters, @RequestOrigin() origin: Origin) {
    const token = parameters.only('refresh_token').required('refresh_token');
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
