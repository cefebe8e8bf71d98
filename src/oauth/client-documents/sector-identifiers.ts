import { Injectable } from '@nestjs/common';
import { GuardedFetcher } from '../../outgoing/guarded-fetcher.js';
import type { Occasion } from '../../outgoing/occasion.js';
import { TooManyCalls } from '../../protocol/too-many.js';

/** The reason why a sector identifier is invalid, for the party that registers it and for the log. */
export interface SectorFault {
  message: string;
  detail: string;
}

/**
 * The documents by which applications on several hosts prove that they belong together.
 * @see https://openid.net/specs/openid-connect-registration-1_0.html#SectorIdentifierValidation
 */
@Injectable()
export class SectorIdentifiers {
  constructor(private readonly fetcher: GuardedFetcher) {}

  /** Section 5: the registered redirect URIs "MUST be included in the elements of the array". */
  async faultOf(uri: string, redirectUris: readonly string[], occasion: Occasion): Promise<SectorFault | undefined> {
    let listed: unknown;
    try {
      listed = await this.fetcher.getJson(uri, occasion);
    } catch (error) {
      if (error instanceof TooManyCalls) throw error;
      // an unauthenticated caller must not learn where an address leads
      const detail = `the sector identifier ${(error as Error).message}`;
      return { message: 'leads to no JSON list that this server can read', detail };
    }
    if (!Array.isArray(listed)) {
      return { message: 'leads to no JSON list that this server can read', detail: 'the sector identifier is no list' };
    }
    const missing = redirectUris.find((redirectUri) => !listed.includes(redirectUri));
    if (missing === undefined) return undefined;
    return { message: 'must list every redirect URI', detail: `the sector identifier does not list ${missing}` };
  }
}
