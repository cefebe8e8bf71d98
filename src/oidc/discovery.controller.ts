import { Controller, Get, Header, Param } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '../http/open-api.js';
import { ServerFactsSource } from '../oauth/endpoints/server-facts.js';
import { KeyRing, SIGNING_ALGORITHMS } from '../oauth/tokens/key-ring.js';
import { acrsReachableAt } from '../protocol/acr.js';
import { PERSONAL_CLAIMS } from '../protocol/claims.js';
import { type Metadata, openidConfiguration, type OpenIdFacts } from '../protocol/metadata.js';

const OPENID: Omit<OpenIdFacts, 'acrs'> = {
  claims: ['iss', 'sub', 'aud', 'iat', 'exp', 'auth_time', 'nonce', 'acr', 'amr', 'sid', 'at_hash', ...PERSONAL_CLAIMS],
  pageLanguages: ['en'],
};

/**
 * OpenID provider metadata.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
@Controller('.well-known/openid-configuration')
@ApiTags('metadata')
export class DiscoveryController {
  constructor(
    private readonly facts: ServerFactsSource,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Header('cache-control', 'public, max-age=300')
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'OpenID provider metadata (OpenID Connect Discovery)' })
  @ApiOkResponse({ schema: { type: 'object' } })
  async configuration(): Promise<Metadata> {
    const facts = await this.facts.gather();
    // a client that reads the algorithms fetches the keys next and caches them
    await this.keys.ready(SIGNING_ALGORITHMS, this.clock.now());
    return openidConfiguration(facts, { ...OPENID, acrs: acrsReachableAt(facts.issuer) });
  }

  /** The location for clients that follow RFC 8414 section 5, if the issuer has a path. */
  @Get('*')
  @Header('cache-control', 'public, max-age=300')
  @Header('access-control-allow-origin', '*')
  @ApiExcludeEndpoint()
  forPath(@Param('*') path: string): Promise<Metadata> {
    this.facts.refuseOtherIssuer(path);
    return this.configuration();
  }
}
