import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../protocol/refusal.js';

const NAME = 'authorization';

/**
 * The `Authorization` header. Two are refused: Node takes the first, and a proxy may have checked the last.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.3
 */
export function authorizationOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined && isRepeated(request.raw.rawHeaders)) {
    throw new InvalidRequest('The Authorization header is given more than once');
  }
  return authorization;
}

/** Of names and values in turn. `headersDistinct` would make lists of all headers for the sake of one. */
function isRepeated(rawHeaders: readonly string[]): boolean {
  let found = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === NAME.length && name.toLowerCase() === NAME) found++;
  }
  return found > 1;
}

/** The `Authorization` header of the request. */
export const AuthorizationHeader = createParamDecorator((_: unknown, context: ExecutionContext) =>
  authorizationOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
