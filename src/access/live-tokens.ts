import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { PresentedBinding } from '../oauth/sender/presented-binding.js';
import type { ShownSender } from '../oauth/sender/sender-constraint.js';
import { AccessTokenStatus } from '../oauth/stores/access-token-status.js';
import { type AccessTokenClaims, AccessTokens } from '../oauth/tokens/access-token.js';
import { ExchangeRights } from '../oauth/tokens/exchange-rights.js';
import { isOwnResource } from '../protocol/own-resources.js';
import { InvalidToken, Refusal } from '../protocol/refusal.js';
import type { PresentedToken } from './bearer.js';
import { TOKEN_CHECKS } from './caller-checks.js';

/** An access token and the proofs that came with it. */
export interface ShownToken extends PresentedToken {
  /** The proofs of possession in the request, read only if the token is sender-constrained. */
  sender: () => ShownSender;
}

export interface LiveToken {
  claims: AccessTokenClaims;
  /** The account of its sign-in; undefined where an application acts for itself. */
  userId: string | undefined;
}

/** Checks an access token by itself: it is genuine, meant for this API, shown by its holder, and not revoked. */
@Injectable()
export class LiveTokens {
  constructor(
    private readonly settings: Settings,
    private readonly accessTokens: AccessTokens,
    private readonly status: AccessTokenStatus,
    private readonly binding: PresentedBinding,
    private readonly exchanges: ExchangeRights,
  ) {}

  /**
   * @throws InvalidToken
   * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
   */
  async read({ value, scheme, sender }: ShownToken): Promise<LiveToken> {
    const claims = await this.accessTokens.read(value);
    if (claims === undefined) {
      throw new InvalidToken('not a live access token of this server').at(TOKEN_CHECKS, 'genuine');
    }
    const userId = await this.status.accountOf(claims);
    const subject = { clientId: claims.client_id, userId };
    if (!audienceIncludes(claims.aud, this.settings.issuer)) {
      const compared = { parameter: 'audience', sent: [claims.aud].flat().join(' '), accepted: [this.settings.issuer] };
      throw new InvalidToken('the access token is for another resource', subject, compared).at(
        TOKEN_CHECKS,
        'audience',
      );
    }
    if (scheme === 'DPoP' || claims.cnf !== undefined) {
      await this.binding.check(value, claims, scheme, sender()).catch(unbound);
    }
    if (!(await this.status.isLive(claims))) {
      throw new InvalidToken('the access token was revoked', subject).at(TOKEN_CHECKS, 'live');
    }
    if (!(await this.exchanges.hold(claims))) {
      throw new InvalidToken('the service that exchanged it may do so no more', subject).at(TOKEN_CHECKS, 'live');
    }
    return { claims, userId };
  }
}

/** A missing or malformed claim names no API, so the check fails closed. */
function audienceIncludes(audience: unknown, issuer: string): boolean {
  const names = Array.isArray(audience) ? (audience as unknown[]) : [audience];
  return names.some((name) => typeof name === 'string' && isOwnResource(issuer, name));
}

function unbound(error: unknown): never {
  throw error instanceof Refusal ? error.at(TOKEN_CHECKS, 'bound') : error;
}
