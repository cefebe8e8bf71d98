import { Controller, Header, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { Described } from '../../http/described.js';
import { refuseOwnInUrl } from '../../http/request-parameters.js';
import { Parameters } from '../../protocol/parameters.js';
import { PUSHED_PARAMETERS } from '../../protocol/request-parameters.js';
import { AuthorizationError } from '../authorize/authorization-error.js';
import { AuthorizationPipeline } from '../authorize/pipeline.js';
import { PUSHED_LIFETIME, PushedAuthorization } from '../authorize/pushed-authorization.js';
import { DpopNonces } from '../sender/dpop-nonces.js';
import { invalidProof } from '../sender/dpop-proof.js';
import { SenderConstraint } from '../sender/sender-constraint.js';
import { ClientGuard } from './client.guard.js';
import type { ClientRequest } from './client-request.js';
import { PAR } from './endpoints.docs.js';
import { shownSender } from './shown-sender.js';

/** Pushed authorization request endpoint. @see https://www.rfc-editor.org/rfc/rfc9126#section-2 */
@Controller('oauth/par')
@UseGuards(ClientGuard)
export class ParController {
  constructor(
    private readonly pipeline: AuthorizationPipeline,
    private readonly pushed: PushedAuthorization,
    private readonly constraint: SenderConstraint,
    private readonly nonces: DpopNonces,
    private readonly settings: Settings,
  ) {}

  @Post()
  @Described(PAR)
  @Header('cache-control', 'no-cache, no-store')
  async push(@Req() request: ClientRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    refuseOwnInUrl(request, PUSHED_PARAMETERS);
    const { client, parameters: sent } = request;
    const jkt = await this.keyOf(request, reply);
    const asked = sent
      .without('client_secret', 'client_assertion', 'client_assertion_type')
      .with('client_id', client.clientId);
    const parameters = await this.checked(asked, request, jkt);
    return { request_uri: await this.pushed.push(parameters, client, request.origin), expires_in: PUSHED_LIFETIME };
  }

  /** RFC 9449 §10.1: the key of a DPoP proof with a pushed request binds its code. */
  private async keyOf(request: FastifyRequest, reply: FastifyReply): Promise<string | undefined> {
    const shown = shownSender(request, this.settings);
    if (shown.proof === undefined) return undefined;
    void reply.header('dpop-nonce', this.nonces.current());
    return this.constraint.keyOf(shown.proof, shown);
  }

  /** RFC 9126 §2.3: errors that the authorization endpoint would redirect are in the response. */
  private async checked(
    asked: Parameters,
    { client, origin }: ClientRequest,
    jkt: string | undefined,
  ): Promise<Parameters> {
    try {
      const parameters = await this.pipeline.checkPush(asked, client, origin);
      const named = parameters.optional('dpop_jkt');
      if (jkt === undefined || named === jkt) return parameters;
      if (named !== undefined) throw invalidProof('dpop_jkt names another key');
      return parameters.with('dpop_jkt', jkt);
    } catch (error) {
      throw error instanceof AuthorizationError ? error.refusal : error;
    }
  }
}
