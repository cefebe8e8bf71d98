import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../protocol/refusal.js';

/**
 * The `Authorization` header. Two are refused: Node takes the first, and a proxy may have checked the last.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.3
 */
export function authorizationOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined && (request.raw.headersDistinct.authorization?.length ?? 0) > 1) {
    throw new InvalidRequest('The Authorization header is given more than once');
  }
  return authorization;
}

/** The `Authorization` header of the request. */
export const AuthorizationHeader = createParamDecorator((_: unknown, context: ExecutionContext) =>
  authorizationOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
