import { Controller, Get } from '@nestjs/common';
import { Field, Fields } from '../fields/field.js';
import { list, members } from '../fields/kinds.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../http/open-api.js';
import { PublicDocument } from '../http/public-document.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';

@Fields({ name: 'JsonWebKeySet' })
class PublishedKeys {
  @Field(list(members)) keys!: Record<string, unknown>[];
}

/** The public keys of this server. @see https://www.rfc-editor.org/rfc/rfc7517#section-5 */
@Controller('.well-known/jwks.json')
@ApiTags('metadata')
export class JwksController {
  constructor(private readonly ring: KeyRing) {}

  /** Verifiers may cache the answer for five minutes; a key is published for a day before it signs, or ten minutes. */
  @Get()
  @PublicDocument()
  @ApiOperation({ summary: 'The public keys that tokens verify with (RFC 7517)' })
  @ApiOkResponse({ type: PublishedKeys })
  jwks() {
    return this.ring.jwks();
  }
}
