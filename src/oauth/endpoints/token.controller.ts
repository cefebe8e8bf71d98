import { Controller, Header, HttpCode, Post, UseGuards } from '@nestjs/common';
import { Described } from '../../faces/described.js';
import { OAuthParameters } from '../../faces/request-parameters.js';
import { RequestOrigin } from '../../faces/request-origin.js';
import { GrantRegistry } from '../grants/grant-registry.js';
import type { Origin } from '../../protocol/origin.js';
import { Parameters } from '../../protocol/parameters.js';
import type { Application } from '../stores/applications.js';
import { Tally } from '../stores/tally.js';
import type { Confirmation } from '../tokens/access-token.js';
import type { TokenSet } from '../tokens/token-issuer.js';
import { TokenAdditions } from './token-additions.js';
import { AuthenticatedClient, ClientGuard } from './authenticated-client.js';
import { TOKEN } from './endpoints.docs.js';
import { SenderConfirmation, SenderGuard } from './sender.guard.js';

/** Token endpoint. @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2 */
@Controller('oauth/token')
@UseGuards(ClientGuard, SenderGuard)
export class TokenController {
  constructor(
    private readonly grants: GrantRegistry,
    private readonly additions: TokenAdditions,
    private readonly tally: Tally,
  ) {}

  @Post()
  @Described(TOKEN)
  @HttpCode(200)
  // RFC 6749 §5.1: "MUST include the HTTP "Cache-Control" response header field with a value of "no-store""
  @Header('cache-control', 'private, no-store')
  @Header('pragma', 'no-cache')
  async token(
    @AuthenticatedClient() client: Application,
    @OAuthParameters() parameters: Parameters,
    @RequestOrigin() origin: Origin,
    @SenderConfirmation() confirmation: Confirmation | undefined,
  ) {
    const tokens = await this.grants.handle({ client, parameters, origin, confirmation });
    this.tally.tokenIssued(parameters.required('grant_type'));
    return { ...present(tokens), ...(await this.additions.for(tokens, client)) };
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1 */
function present({ accessToken, expiresIn, refreshToken, scope, issuedAt, issuedTokenType, confirmation }: TokenSet) {
  return {
    access_token: accessToken,
    issued_token_type: issuedTokenType,
    token_type: confirmation?.jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: expiresIn,
    refresh_token: refreshToken,
    scope,
    created_at: Math.floor(issuedAt.getTime() / 1000),
  };
}
