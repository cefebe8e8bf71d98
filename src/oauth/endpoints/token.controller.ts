import { Controller, Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { Described } from '../../http/described.js';
import { GrantRegistry } from '../grants/grant-registry.js';
import { UsageCounts } from '../stores/usage-counts.js';
import type { TokenSet } from '../tokens/token-issuer.js';
import { TokenAdditions } from './token-additions.js';
import { ClientGuard } from './client.guard.js';
import type { ClientRequest } from './client-request.js';
import { TOKEN } from './endpoints.docs.js';
import { SenderGuard } from './sender.guard.js';
import { numericDate } from '../../clock/numeric-date.js';

/** Token endpoint. @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2 */
@Controller('oauth/token')
@UseGuards(ClientGuard, SenderGuard)
export class TokenController {
  constructor(
    private readonly grants: GrantRegistry,
    private readonly additions: TokenAdditions,
    private readonly usage: UsageCounts,
  ) {}

  @Post()
  @Described(TOKEN)
  @HttpCode(200)
  // RFC 6749 §5.1: "MUST include the HTTP "Cache-Control" response header field with a value of "no-store""
  @Header('cache-control', 'private, no-store')
  @Header('pragma', 'no-cache')
  async token(@Req() { client, parameters, origin, confirmation, sender }: ClientRequest) {
    const tokens = await this.grants.handle({ client, parameters, origin, confirmation, sender });
    this.usage.tokenIssued(parameters.required('grant_type'), client.clientId);
    return Object.assign(present(tokens), await this.additions.for(tokens, client));
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
    created_at: numericDate(issuedAt),
  };
}
