import { Controller, Get, Param } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '../../http/open-api.js';
import { PublicDocument } from '../../http/public-document.js';
import { authorizationServerMetadata, type Metadata } from '../../protocol/metadata.js';
import { ServerFactsSource } from './server-facts.js';

/** Authorization server metadata. @see https://www.rfc-editor.org/rfc/rfc8414#section-3 */
@Controller('.well-known/oauth-authorization-server')
@ApiTags('metadata')
export class MetadataController {
  constructor(private readonly facts: ServerFactsSource) {}

  @Get()
  @PublicDocument()
  @ApiOperation({ summary: 'Authorization server metadata (RFC 8414)' })
  @ApiOkResponse({ schema: { type: 'object' } })
  async metadata(): Promise<Metadata> {
    return authorizationServerMetadata(await this.facts.gather());
  }

  /** The location for an issuer with a path. */
  @Get('*')
  @PublicDocument()
  @ApiExcludeEndpoint()
  forPath(@Param('*') path: string): Promise<Metadata> {
    this.facts.refuseOtherIssuer(path);
    return this.metadata();
  }
}
