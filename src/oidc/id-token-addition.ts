import { Injectable } from '@nestjs/common';
import { TokenAdditions } from '../oauth/endpoints/token-additions.js';
import type { Application } from '../oauth/stores/applications.js';
import type { TokenSet } from '../oauth/tokens/token-issuer.js';
import { IdTokens } from './id-token.js';

/** @see https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse */
@Injectable()
export class IdTokenAddition extends TokenAdditions {
  constructor(private readonly idTokens: IdTokens) {
    super();
  }

  async for(tokens: TokenSet, client: Application): Promise<Record<string, unknown>> {
    const { signIn } = tokens;
    if (!signIn?.scope.split(' ').includes('openid')) return {};
    return { id_token: await this.idTokens.issue(tokens, client) };
  }
}
