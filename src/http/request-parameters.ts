import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Parameters, printable } from '../protocol/parameters.js';
import { InvalidRequest, Refusal } from '../protocol/refusal.js';
import { BODY_PARAMETERS } from '../protocol/request-parameters.js';

type Form = 'form' | 'json';

export const FormParameters = createParamDecorator((_: unknown, context: ExecutionContext) =>
  parametersOf(requestOf(context), ['form']),
);

export const JsonParameters = createParamDecorator((_: unknown, context: ExecutionContext) =>
  parametersOf(requestOf(context), ['json']),
);

/** The parameters of a query string, for endpoints of browser navigation. */
export function queryParameters(url: string): Parameters {
  const query = url.indexOf('?');
  return query < 0 ? Parameters.none : Parameters.fromForm(url.slice(query + 1));
}

/** The parameters of the body; none may stand in the URL. */
export function parametersOf(request: FastifyRequest, accepted: readonly Form[]): Parameters {
  refuseInUrl(request, () => true);
  return bodyOf(request, accepted);
}

/**
 * The parameters of the body at an endpoint of OAuth. One of its own in the URL is refused; "The authorization server MUST
 * ignore unrecognized request parameters" there too, as MSAL sends one that cannot be switched off.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2
 */
export function oauthParametersOf(request: FastifyRequest, accepted: readonly Form[]): Parameters {
  refuseOwnInUrl(request, BODY_PARAMETERS);
  return bodyOf(request, accepted);
}

function bodyOf({ body }: FastifyRequest, accepted: readonly Form[]): Parameters {
  if (body === undefined) return Parameters.none;
  const form: Form = body instanceof Parameters ? 'form' : 'json';
  if (!accepted.includes(form)) {
    const wanted = accepted[0] === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
    throw new Refusal('unsupported_media_type', `Content-Type: must be ${wanted}`);
  }
  return body instanceof Parameters ? body : Parameters.fromJson(body);
}

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

/** Refuses an endpoint's own parameters in its URL; others are ignored there. */
export function refuseOwnInUrl(request: FastifyRequest, own: ReadonlySet<string>): void {
  refuseInUrl(request, (name) => own.has(name));
}

/** RFC 6749 §2.3.1: "The parameters can only be transmitted in the request-body and MUST NOT be included in the request URI." */
function refuseInUrl(request: FastifyRequest, isRefused: (name: string) => boolean): void {
  for (const name of queryParameters(request.url).names()) {
    if (isRefused(name)) throw InvalidRequest.madeUp('belongs in the request body, not in the URL', printable(name));
  }
}
