import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';

/** The value of a cookie of the request; parsed only when it is read. */
export function cookieOf({ headers, server }: FastifyRequest, name: string): string | undefined {
  return headers.cookie === undefined ? undefined : server.parseCookie(headers.cookie)[name];
}
