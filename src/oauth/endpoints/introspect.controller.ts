import { Controller, Header, HttpCode, Post, UseGuards } from '@nestjs/common';
import { Described } from '../../faces/described.js';
import { OAuthParameters } from '../../faces/request-parameters.js';
import { Parameters } from '../../protocol/parameters.js';
import { InvalidClient } from '../../protocol/refusal.js';
import type { Application } from '../stores/applications.js';
import { Introspection, type IntrospectionAnswer } from '../tokens/introspection.js';
import { AuthenticatedClient, ClientGuard } from './authenticated-client.js';
import { INTROSPECT } from './endpoints.docs.js';

/** Introspection endpoint. @see https://www.rfc-editor.org/rfc/rfc7662#section-2 */
@Controller('oauth/introspect')
@UseGuards(ClientGuard)
export class IntrospectController {
  constructor(private readonly introspection: Introspection) {}

  @Post()
  @Described(INTROSPECT)
  @HttpCode(200)
  @Header('cache-control', 'private, no-store')
  introspect(
    @AuthenticatedClient() client: Application,
    @OAuthParameters() parameters: Parameters,
  ): Promise<IntrospectionAnswer> {
    // RFC 7662 §2.1: "the endpoint MUST also require some form of authorization to access this endpoint"
    if (client.type === 'public')
      throw new InvalidClient('a public client may not introspect', { clientId: client.clientId });
    return this.introspection.introspect(parameters.required('token'), client);
  }
}
