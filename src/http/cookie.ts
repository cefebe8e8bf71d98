import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';

/** The value of a cookie that came with a request; parsed only for those who ask. */
export function cookieOf({ headers, server }: FastifyRequest, name: string): string | undefined {
  return headers.cookie === undefined ? undefined : server.parseCookie(headers.cookie)[name];
}
