import { Controller, Get, Param } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '../../http/open-api.js';
import { PublicDocument } from '../../http/public-document.js';
import { Settings } from '../../config/settings.js';
import { OWN_APIS } from '../../protocol/own-resources.js';
import { ownAddress, ownPath } from '../../protocol/own-address.js';
import type { Metadata } from '../../protocol/metadata.js';
import { NotFound } from '../../protocol/refusal.js';
import { ServerFactsSource } from './server-facts.js';

/**
 * Protected resource metadata of this server's own APIs.
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3
 */
@Controller('.well-known/oauth-protected-resource')
@ApiTags('metadata')
export class ProtectedResourceController {
  constructor(
    private readonly facts: ServerFactsSource,
    private readonly settings: Settings,
  ) {}

  @Get()
  @PublicDocument()
  @ApiOperation({ summary: 'Metadata of the protected resources served here (RFC 9728)' })
  @ApiOkResponse({ schema: { type: 'object' } })
  metadata(): Promise<Metadata> {
    return this.of('');
  }

  @Get('*')
  @PublicDocument()
  @ApiExcludeEndpoint()
  ofPath(@Param('*') path: string): Promise<Metadata> {
    const { issuer } = this.settings;
    const asked = `/${path.replace(/\/$/, '')}`;
    // RFC 9728 §3.1: the well-known address stands before the path of the resource, of which the issuer's is part
    const api = ['', ...OWN_APIS].find((known) => asked === known || asked === ownPath(issuer, known));
    if (api === undefined) throw new NotFound('Protected resource');
    return this.of(api);
  }

  /** @see https://www.rfc-editor.org/rfc/rfc9728#section-2 */
  private async of(api: string): Promise<Metadata> {
    const { issuer } = this.settings;
    const { scopes } = await this.facts.gather();
    return {
      resource: ownAddress(issuer, api),
      authorization_servers: [issuer],
      jwks_uri: ownAddress(issuer, '/.well-known/jwks.json'),
      scopes_supported: scopes,
      bearer_methods_supported: ['header'],
      resource_name: 'Latchkey',
      resource_documentation: ownAddress(issuer, '/docs'),
    };
  }
}
