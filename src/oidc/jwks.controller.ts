import { Controller, Get, Header } from '@nestjs/common';
import { z } from 'zod';
import { ApiOkResponse, ApiOperation, ApiTags } from '../http/open-api.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';

const keySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).meta({ id: 'JsonWebKeySet' });

/** The public keys of this server. @see https://www.rfc-editor.org/rfc/rfc7517#section-5 */
@Controller('.well-known/jwks.json')
@ApiTags('metadata')
export class JwksController {
  constructor(private readonly ring: KeyRing) {}

  /** Verifiers may cache the answer for five minutes; a key is published for ten minutes before it signs. */
  @Get()
  @Header('cache-control', 'public, max-age=300')
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'The public keys that tokens verify with (RFC 7517)' })
  @ApiOkResponse({ standardSchema: keySet })
  jwks() {
    return this.ring.jwks();
  }
}
