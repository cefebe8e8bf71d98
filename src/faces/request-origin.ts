import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { clientAddress } from '../network/client-address.js';
import type { Network } from '../network/network.js';
import type { Origin } from '../protocol/origin.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the request comes from; see `clientAddress` for which headers count. */
    readonly origin: Origin;
  }
}

export function decorateOrigin(fastify: FastifyInstance, proxies: readonly Network[]): void {
  fastify.decorateRequest('origin', {
    getter(this: FastifyRequest): Origin {
      const forwarded = this.headers['x-forwarded-for'];
      return {
        address: clientAddress(
          this.socket.remoteAddress ?? '',
          Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
          proxies,
        ),
        requestId: this.id,
        userAgent: this.headers['user-agent'],
      };
    },
  });
}

/** Where the request comes from. */
export const RequestOrigin = createParamDecorator(
  (_: unknown, context: ExecutionContext): Origin => context.switchToHttp().getRequest<FastifyRequest>().origin,
);
