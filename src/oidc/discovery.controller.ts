import { Controller, Get, Param } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '../http/open-api.js';
import { PublicDocument } from '../http/public-document.js';
import { ServerFactsSource } from '../oauth/endpoints/server-facts.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';
import { PERSONAL_CLAIMS } from '../protocol/claims.js';
import { DEFAULT_ID_TOKEN_ALG } from '../protocol/client-metadata.js';
import { type Metadata, openidConfiguration, type OpenIdFacts } from '../protocol/metadata.js';

const OPENID: OpenIdFacts = {
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
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Get()
  @PublicDocument()
  @ApiOperation({ summary: 'OpenID provider metadata (OpenID Connect Discovery)' })
  @ApiOkResponse({ schema: { type: 'object' } })
  async configuration(): Promise<Metadata> {
    const facts = await this.facts.gather();
    // a client that reads the algorithms fetches the keys next and caches them. A key of another algorithm is published once
    // it signs: some clients refuse the whole set for one key of a type that they do not know
    await this.keys.ready([this.settings.signingAlg, DEFAULT_ID_TOKEN_ALG], this.clock.now());
    return openidConfiguration(facts, OPENID);
  }

  /** The location for clients that follow RFC 8414 section 5, if the issuer has a path. */
  @Get('*')
  @PublicDocument()
  @ApiExcludeEndpoint()
  forPath(@Param('*') path: string): Promise<Metadata> {
    this.facts.refuseOtherIssuer(path);
    return this.configuration();
  }
}
