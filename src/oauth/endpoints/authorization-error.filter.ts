import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { oauthError } from '../../faces/oauth.dialect.js';
import { RefusalNotes } from '../../faces/refusal-notes.js';
import { AuthorizationError } from '../authorize/authorization-error.js';
import { responseTo } from '../authorize/authorization-response.js';
import { Interaction } from './interaction.js';

/** Sends an authorization error back to its client. @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 */
@Catch(AuthorizationError)
@Injectable()
export class AuthorizationErrorFilter implements ExceptionFilter<AuthorizationError> {
  constructor(
    private readonly interaction: Interaction,
    private readonly settings: Settings,
    private readonly notes: RefusalNotes,
  ) {}

  catch({ refusal, address }: AuthorizationError, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { clientId } = address.client;
    this.notes.note(refusal, 303, http.getRequest<FastifyRequest>(), { clientId });
    this.interaction.send(
      http.getResponse<FastifyReply>(),
      responseTo(address, this.settings.issuer, oauthError(refusal)),
    );
  }
}
