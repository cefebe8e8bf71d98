import { Injectable } from '@nestjs/common';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { Origin } from '../../protocol/origin.js';
import { AccessTokenStatus } from '../stores/access-token-status.js';
import { type Application, Applications, type RevokedBy } from '../stores/applications.js';
import { SignIns } from '../stores/sign-ins.js';
import { AccessTokens } from './access-token.js';
import { RefreshTokens } from './refresh-token.js';

/**
 * Revokes tokens at the request of their client.
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2
 */
@Injectable()
export class TokenRevocation {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly status: AccessTokenStatus,
    private readonly signIns: SignIns,
    private readonly applications: Applications,
  ) {}

  /**
   * Revokes one token of this client: an access token alone, a refresh token with its whole sign-in.
   * RFC 7009 §2.2: "invalid tokens do not cause an error response"; neither do tokens of another client, which stay
   * valid.
   */
  async revokeToken(token: string, client: Application, origin: Origin): Promise<void> {
    const claims = await this.accessTokens.read(token);
    if (claims !== undefined) {
      // a sign-in that has ended is not audited again
      if (claims.client_id === client.clientId && (await this.status.isLive(claims))) {
        await this.status.revoke(
          claims,
          client,
          by(client, origin, 'access-token.revoke', 'the client revoked an access token'),
        );
      }
      return;
    }
    const presented = this.refreshTokens.parse(token);
    if (presented === undefined) return;
    const reason = 'the client revoked a refresh token';
    await this.signIns.revoke(presented.signInId, client.id, by(client, origin, 'sign-in.revoke', reason));
  }

  /** Revokes every sign-in and every access token of a client. */
  async revokeEverything(client: Application, origin: Origin): Promise<void> {
    const reason = 'the client asked for revocation without naming a token';
    await this.applications.endEverything(client, by(client, origin, 'application.revoke-everything', reason));
  }
}

function by(client: Application, origin: Origin, action: AuditAction, reason: string): RevokedBy {
  const { address, requestId } = origin;
  return { action, actor: { type: 'application', id: client.clientId }, address, requestId, reason };
}
