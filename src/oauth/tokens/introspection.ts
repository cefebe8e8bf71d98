import { Injectable } from '@nestjs/common';
import type { Application } from '../stores/applications.js';
import { AccessTokens } from './access-token.js';
import { AccessTokenIntrospection } from './access-token-introspection.js';
import type { IntrospectionOutcome } from './introspection-answer.js';
import { RefreshTokenIntrospection } from './refresh-token-introspection.js';

/**
 * Introspects a token for authorized callers: its own client, an API that it is for, or an application with the scope
 * `introspect_tokens`. Any other caller receives the answer for an invalid token.
 * @see https://www.rfc-editor.org/rfc/rfc7662
 */
@Injectable()
export class Introspection {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly ofAccessTokens: AccessTokenIntrospection,
    private readonly ofRefreshTokens: RefreshTokenIntrospection,
  ) {}

  async introspect(token: string, client: Application): Promise<IntrospectionOutcome> {
    const claims = await this.accessTokens.read(token);
    return claims === undefined ? this.ofRefreshTokens.of(token, client) : this.ofAccessTokens.of(claims, client);
  }
}
