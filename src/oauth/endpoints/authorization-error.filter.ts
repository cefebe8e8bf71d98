import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { oauthError } from '../../http/oauth.dialect.js';
import { RefusalNotes } from '../../http/refusal-notes.js';
import { statusOf } from '../../http/status.js';
import type { Reason } from '../../protocol/reason.js';
import { AuthorizationError } from '../authorize/authorization-error.js';
import { responseTo } from '../authorize/authorization-response.js';
import { Interaction } from './interaction.js';

/** Errors of `prompt=none` if a step of a person is needed (OpenID Connect Core §3.1.2.6). */
const OF_PROMPT_NONE: ReadonlySet<Reason> = new Set(['login_required', 'consent_required']);

/**
 * Sends an authorization error to its client by redirect (RFC 6749 §4.1.2.1), or shows it to the person:
 * RFC 9700 §4.11.2: the server "MUST take precautions to prevent" that a link to it redirects people to an address that
 * some application registered, before they have signed in or decided anything.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.11.2
 */
@Catch(AuthorizationError)
@Injectable()
export class AuthorizationErrorFilter implements ExceptionFilter<AuthorizationError> {
  constructor(
    private readonly interaction: Interaction,
    private readonly settings: Settings,
    private readonly notes: RefusalNotes,
  ) {}

  async catch(error: AuthorizationError, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { refusal, address } = error;
    const { client } = address;
    const response = responseTo(address, this.settings.issuer, oauthError(refusal));
    const { clientId } = client;
    if (await this.mayRedirect(error, request)) {
      this.notes.note(refusal, 303, request, { clientId });
      await this.interaction.send(response, client, reply);
    } else {
      const status = statusOf(refusal.reason);
      this.notes.note(refusal, status, request, { clientId });
      void reply.status(status);
      await this.interaction.explain(refusal, response, client, request, reply);
    }
  }

  private async mayRedirect({ refusal, address }: AuthorizationError, request: FastifyRequest): Promise<boolean> {
    if (address.client.firstParty || OF_PROMPT_NONE.has(refusal.reason)) return true;
    // if sessions cannot be read, the error is shown to the person
    const signedIn = await this.interaction.signedIn(request).catch(() => undefined);
    return signedIn !== undefined;
  }
}
