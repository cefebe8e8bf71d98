import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isSecretText } from '../secrets/secrets.js';

/** The secret of a mail's link; undefined where it can be none. */
export function mailedToken(given: unknown): string | undefined {
  return typeof given === 'string' && isSecretText(given) ? given : undefined;
}

/** The secret in the address that a mail's link opens. */
export const MailedToken = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const { query } = context.switchToHttp().getRequest<FastifyRequest<{ Querystring: { token?: unknown } }>>();
  return mailedToken(query.token);
});
