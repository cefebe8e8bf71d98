import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  clientAddress,
  peerAddress,
  seemsUnnamedProxy,
  type UnnamedProxy,
  type UnreadableHop,
} from '../network/client-address.js';
import type { Network } from '../network/network.js';
import type { Origin } from '../protocol/origin.js';

/** A property: a `WeakMap` with an entry for each request costs the garbage collector more than reading the headers. */
const KNOWN = Symbol('origin');

declare module 'fastify' {
  interface FastifyRequest {
    [KNOWN]: Origin | undefined;
    /** The client address of the request; see `clientAddress` for the headers that count. */
    readonly origin: Origin;
  }
}

/** What is said of proxies. */
interface Told {
  unreadable: UnreadableHop;
  unnamed: UnnamedProxy;
}

export function decorateOrigin(fastify: FastifyInstance, proxies: readonly Network[], told: Told): void {
  fastify.decorateRequest(KNOWN, undefined);
  fastify.decorateRequest('origin', {
    getter(this: FastifyRequest): Origin {
      return (this[KNOWN] ??= originOf(this, proxies, told));
    },
  });
}

/** The peer of a connection is the same for all its requests. */
const peers = new WeakMap<Socket, string>();

function originOf({ socket, headers, id }: FastifyRequest, proxies: readonly Network[], told: Told): Origin {
  const { unreadable, unnamed } = told;
  const forwarded = headers['x-forwarded-for'];
  let peer = peers.get(socket);
  if (peer === undefined) {
    peer = peerAddress(socket.remoteAddress ?? '');
    peers.set(socket, peer);
    // a proxy writes it from the first request of a connection on
    if (forwarded !== undefined && seemsUnnamedProxy(peer, proxies)) unnamed(peer);
  }
  return {
    address: clientAddress(peer, Array.isArray(forwarded) ? forwarded.join(',') : forwarded, proxies, unreadable),
    requestId: id,
    userAgent: headers['user-agent'],
  };
}

/** The client address of the request. */
export const RequestOrigin = createParamDecorator(
  (_: unknown, context: ExecutionContext): Origin => context.switchToHttp().getRequest<FastifyRequest>().origin,
);
