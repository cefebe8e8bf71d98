import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asRefusal } from './as-refusal.js';
import { dialectOf } from './dialect-of.js';
import { problemDialect } from './problem.dialect.js';

type Headers = Readonly<Record<string, string>>;

/** Answers requests that the router refuses before any hook runs, such as a path with a broken escape. */
export function answerRouterError(headers: Headers) {
  return (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const { status, contentType, body } = dialectOf(request.url)(asRefusal(error), request.id);
    void reply.headers({ ...headers, 'x-request-id': request.id, 'cache-control': 'no-store' });
    void reply.status(status).type(contentType).send(body);
  };
}

const STATUS_OF: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers invalid HTTP requests on the bare socket. */
export function answerParserError(headers: Headers) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
      socket.destroy();
      return;
    }
    const requestId = randomUUID();
    const statusCode = STATUS_OF[error.code ?? ''] ?? 400;
    const refusal = asRefusal(Object.assign(new Error(error.message), { statusCode }));
    const { contentType, body } = problemDialect(refusal, requestId);
    const text = JSON.stringify({ ...(body as object), title: STATUS_CODES[statusCode], status: statusCode });
    const all = {
      ...headers,
      'x-request-id': requestId,
      'cache-control': 'no-store',
      'content-type': contentType,
      'content-length': String(Buffer.byteLength(text)),
      connection: 'close',
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${String(statusCode)} ${STATUS_CODES[statusCode] ?? ''}\r\n${lines.join('')}\r\n${text}`);
  };
}
