import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidRequest } from '../protocol/refusal.js';

/** The ticket in the address of a page. */
export const GivenTicket = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { ticket } = context.switchToHttp().getRequest<FastifyRequest<{ Querystring: { ticket?: unknown } }>>().query;
  if (typeof ticket !== 'string') throw InvalidRequest.field('ticket', 'is required');
  return ticket;
});
