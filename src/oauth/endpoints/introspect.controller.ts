import { Controller, Header, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Described } from '../../http/described.js';
import { prefersType } from '../../http/preferred-type.js';
import { RefusalNotes } from '../../http/refusal-notes.js';
import { AccessDenied, InvalidClient } from '../../protocol/refusal.js';
import { Introspection } from '../tokens/introspection.js';
import type { IntrospectionAnswer } from '../tokens/introspection-answer.js';
import { SignedIntrospection } from '../tokens/signed-introspection.js';
import { ClientGuard } from './client.guard.js';
import type { ClientRequest } from './client-request.js';
import { INTROSPECT } from './endpoints.docs.js';

const SIGNED = 'application/token-introspection+jwt';

/**
 * Introspection endpoint.
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2
 * @see https://www.rfc-editor.org/rfc/rfc9701#section-4 (signed answers)
 */
@Controller('oauth/introspect')
@UseGuards(ClientGuard)
export class IntrospectController {
  constructor(
    private readonly introspection: Introspection,
    private readonly signed: SignedIntrospection,
    private readonly notes: RefusalNotes,
  ) {}

  @Post()
  @Described(INTROSPECT)
  @HttpCode(200)
  @Header('cache-control', 'private, no-store')
  async introspect(
    @Req() request: ClientRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IntrospectionAnswer | string> {
    const { client, parameters, headers } = request;
    // RFC 7662 §2.1: "the endpoint MUST also require some form of authorization to access this endpoint"
    if (client.type === 'public')
      throw new InvalidClient('a public client may not introspect', { clientId: client.clientId });
    const { answer, isRefused } = await this.introspection.introspect(parameters.required('token'), client);
    if (isRefused === true) this.notes.note(notItsOwn(client.clientId), 200, request);
    const { accept } = headers;
    if (accept === undefined || !prefersType(accept, SIGNED, 'application/json')) return answer;
    void reply.type(SIGNED);
    return this.signed.sign(answer, client);
  }
}

/** What the answer does not tell: the owner of the application finds it among the refusals. */
function notItsOwn(clientId: string): AccessDenied {
  return new AccessDenied(
    'answered active:false, because the token is neither its own nor for an API of its own, and it lacks introspect_tokens, which counts while the owner is an admin',
    { clientId },
  );
}
