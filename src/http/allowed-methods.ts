import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from './dialect-of.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The allowed methods of the path; empty for an unknown path. */
    readonly allowedMethods: readonly string[];
  }
}

interface Route {
  /** Undefined for a parameter: any segment. */
  segments: readonly (string | undefined)[];
  methods: readonly string[];
}

/**
 * Tells a request without a matching route which methods its path allows.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6
 */
export function decorateAllowedMethods(fastify: FastifyInstance): void {
  const routes: Route[] = [];
  fastify.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return; // matches every path
    const segments = segmentsOf(url).map((segment) => (segment.startsWith(':') ? undefined : segment));
    routes.push({ segments, methods: [method].flat() });
  });
  fastify.decorateRequest('allowedMethods', {
    getter(this: FastifyRequest): string[] {
      const path = segmentsOf(pathOf(this.url));
      const methods = routes.filter((route) => leadsTo(route, path)).flatMap((route) => route.methods);
      return [...new Set(methods)].sort();
    },
  });
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function leadsTo({ segments }: Route, path: readonly string[]): boolean {
  return (
    segments.length === path.length && segments.every((segment, i) => segment === undefined || segment === path[i])
  );
}
