import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { SecretKey } from '../../secrets/secret-key.js';

/** Seconds after which a new nonce is issued. The previous one is accepted for as long again. */
const PERIOD = 60;
/** Seconds for which a nonce is accepted at most. */
export const NONCE_LIFETIME = 2 * PERIOD;

/**
 * Nonces for DPoP proofs, derived from the time and the server's secret. Every node computes the same ones, and none is
 * stored.
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-8
 */
@Injectable()
export class DpopNonces {
  private readonly known = new Map<number, string>();

  constructor(
    private readonly key: SecretKey,
    private readonly clock: Clock,
  ) {}

  current(): string {
    return this.of(this.period());
  }

  isValid(nonce: string): boolean {
    const period = this.period();
    return nonce === this.of(period) || nonce === this.of(period - 1);
  }

  private period(): number {
    return Math.floor(this.clock.seconds() / PERIOD);
  }

  private of(period: number): string {
    let nonce = this.known.get(period);
    if (nonce === undefined) {
      nonce = this.key.mac(Buffer.from(`dpop nonce ${period}`)).toString('base64url');
      for (const old of this.known.keys()) if (old < period - 1) this.known.delete(old);
      this.known.set(period, nonce);
    }
    return nonce;
  }
}
