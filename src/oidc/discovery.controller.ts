import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ServerFactsSource } from '../oauth/endpoints/server-facts.js';
import { type Metadata, openidConfiguration, type OpenIdFacts } from '../protocol/metadata.js';

const OPENID: OpenIdFacts = {
  claims: ['sub', 'auth_time', 'amr', 'name', 'preferred_username', 'email'],
  claimsParameter: false,
};

/**
 * What this server can do, for OpenID Connect clients.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
@Controller('.well-known/openid-configuration')
@ApiTags('metadata')
export class DiscoveryController {
  constructor(private readonly facts: ServerFactsSource) {}

  @Get()
  @Header('cache-control', 'public, max-age=300')
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'OpenID provider metadata (OpenID Connect Discovery)' })
  @ApiOkResponse({ schema: { type: 'object' } })
  async configuration(): Promise<Metadata> {
    return openidConfiguration(await this.facts.gather(), OPENID);
  }

  /** Where clients that follow RFC 8414 section 5 look when the issuer has a path. */
  @Get('*')
  @Header('cache-control', 'public, max-age=300')
  @Header('access-control-allow-origin', '*')
  @ApiExcludeEndpoint()
  forPath(@Param('*') path: string): Promise<Metadata> {
    this.facts.refuseOtherIssuer(path);
    return this.configuration();
  }
}
