import { Injectable } from '@nestjs/common';
import { Remembered } from '../../bounds/remembered.js';
import { certificateThumbprint } from '../../network/client-certificate.js';
import { InvalidToken, Refusal } from '../../protocol/refusal.js';
import type { AccessTokenClaims } from '../tokens/access-token.js';
import { DpopProofs, invalidProof } from './dpop-proof.js';
import type { ShownSender } from './sender-constraint.js';

/** Proofs remembered per node; each for one minute. A nonce limits replay at another node. */
const REMEMBERED = 100_000;
const REMEMBERED_FOR = 120_000;

export type Scheme = 'Bearer' | 'DPoP';

/** Checks a sender-constrained access token at one of this server's own APIs. */
@Injectable()
export class PresentedBinding {
  private readonly used = new Remembered<true>({
    entries: REMEMBERED,
    bytes: REMEMBERED * 256,
    ttl: REMEMBERED_FOR,
  });

  constructor(private readonly proofs: DpopProofs) {}

  /** @see https://www.rfc-editor.org/rfc/rfc9449#section-7 @see https://www.rfc-editor.org/rfc/rfc8705#section-3 */
  async check(token: string, { cnf }: AccessTokenClaims, scheme: Scheme, shown: ShownSender): Promise<void> {
    const jkt = cnf?.jkt;
    // RFC 9449 §7.2: a resource server "MUST reject a DPoP-bound access token received as a bearer token"
    if (scheme === 'Bearer' && jkt !== undefined) throw new InvalidToken('a DPoP-bound token shown as a bearer token');
    if (scheme === 'DPoP') await this.checkProof(token, jkt, shown);
    const certificate = cnf?.['x5t#S256'];
    if (certificate === undefined) return;
    const own = shown.certificate();
    if (own === undefined || certificateThumbprint(own) !== certificate) {
      throw new InvalidToken('the token is bound to another certificate');
    }
  }

  private async checkProof(token: string, jkt: string | undefined, shown: ShownSender): Promise<void> {
    try {
      if (jkt === undefined) throw new InvalidToken('the token is bound to no key');
      if (shown.proof === undefined) throw invalidProof('there is none');
      const proof = await this.proofs.verify(shown.proof, shown, token);
      if (proof.jkt !== jkt) throw new InvalidToken('the token is bound to another key');
      const id = proof.hash.toString('base64');
      if (this.used.has(id)) throw invalidProof('it was used before');
      this.used.set(id, true);
    } catch (error) {
      throw error instanceof Refusal ? error.challengedBy('DPoP') : error;
    }
  }
}
