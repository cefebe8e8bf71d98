import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Parameters, printable } from '../protocol/parameters.js';
import { InvalidRequest, Refusal } from '../protocol/refusal.js';

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

export function parametersOf(request: FastifyRequest, accepted: readonly Form[]): Parameters {
  refuseQuery(request);
  const { body } = request;
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

/** RFC 6749 §2.3.1: "The parameters can only be transmitted in the request-body and MUST NOT be included in the request URI." */
function refuseQuery(request: FastifyRequest): void {
  const [name] = queryParameters(request.url).names();
  if (name !== undefined) throw InvalidRequest.madeUp('belongs in the request body, not in the URL', printable(name));
}
