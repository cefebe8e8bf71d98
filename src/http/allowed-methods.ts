import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from './dialect-of.js';
import type { RouteTable } from './route-table.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The allowed methods of the path; empty for an unknown path. */
    readonly allowedMethods: readonly string[];
  }
}

/**
 * Tells a request without a matching route which methods its path allows.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6
 */
export function decorateAllowedMethods(fastify: FastifyInstance, routes: RouteTable): void {
  fastify.decorateRequest('allowedMethods', {
    getter(this: FastifyRequest): string[] {
      return routes.methodsOf(pathOf(this.url));
    },
  });
}
