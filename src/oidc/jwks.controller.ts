import { Controller, Get, Header } from '@nestjs/common';
import { KeyRing } from '../oauth/tokens/key-ring.js';

/** The public keys that tokens of this server verify with. @see https://www.rfc-editor.org/rfc/rfc7517#section-5 */
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly ring: KeyRing) {}

  /** Verifiers may keep the answer for five minutes; a key is published for ten before it signs. */
  @Get()
  @Header('cache-control', 'public, max-age=300')
  jwks() {
    return this.ring.jwks();
  }
}
