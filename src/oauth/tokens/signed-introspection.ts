import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { introspectionAlgOf } from '../../protocol/client-metadata.js';
import { numericDate } from '../../clock/numeric-date.js';
import type { Application } from '../stores/applications.js';
import type { IntrospectionAnswer } from './introspection-answer.js';
import { KeyRing } from './key-ring.js';

/** Signed introspection responses, which the application that asked can show to others. */
@Injectable()
export class SignedIntrospection {
  constructor(
    private readonly keys: KeyRing,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * RFC 9701 §5: it "SHOULD NOT include the "sub" and "exp" claims", so that it is not mistaken for an access token.
   * @see https://www.rfc-editor.org/rfc/rfc9701#section-5
   */
  sign(answer: IntrospectionAnswer, { clientId, metadata }: Application): Promise<string> {
    const now = this.clock.now();
    const claims = {
      iss: this.settings.issuer,
      aud: clientId,
      iat: numericDate(now),
      token_introspection: answer,
    };
    const alg = introspectionAlgOf(metadata);
    return this.keys.sign('token-introspection+jwt', claims, alg, now);
  }
}
