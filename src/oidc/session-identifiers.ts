import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SecretKey } from '../secrets/secret-key.js';

/**
 * The `sid` by which an application knows a browser session: always the same for both, and another one for every
 * application, so that no two can tell that they serve the same browser.
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#BCSupport (sid)
 */
@Injectable()
export class SessionIdentifiers {
  readonly #key: Buffer;

  constructor(secretKey: SecretKey) {
    this.#key = secretKey.keyFor('session identifiers');
  }

  of(sessionId: string, clientId: string): string {
    return createHmac('sha256', this.#key).update(`${sessionId} ${clientId}`).digest('base64url').slice(0, 32);
  }
}
