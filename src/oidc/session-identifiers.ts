import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SecretKey } from '../secrets/secret-key.js';

/**
 * The `sid` of a browser session for an application: constant for both, and different for every application, so that no
 * two applications can tell that they serve the same browser.
 * @see https://openid.net/specs/openid-connect-backchannel-1_0.html#BCSupport (sid)
 */
@Injectable()
export class SessionIdentifiers {
  constructor(private readonly secretKey: SecretKey) {}

  of(sessionId: string, clientId: string): string {
    return createHmac('sha256', this.secretKey.lastingKeyFor('session identifiers'))
      .update(`${sessionId} ${clientId}`)
      .digest('base64url')
      .slice(0, 32);
  }
}
