import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asRefusal } from './as-refusal.js';
import { dialectOf } from './dialect-of.js';
import { issuerPath } from '../protocol/own-address.js';
import { pageDialect } from './page.dialect.js';
import { problemDialect } from './problem.dialect.js';
import { standingHeaders } from './standing-headers.js';

/** Answers requests that the router refuses before any hook runs, such as a path with a broken escape. */
export function answerRouterError(issuer: string) {
  const standing = standingHeaders(issuer);
  return (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const { status, contentType, body, headers } = dialectOf(request.url)(asRefusal(error), request.id, issuer);
    void reply.headers({ ...standing, ...headers, 'x-request-id': request.id, 'cache-control': 'no-store' });
    void reply.status(status).type(contentType).send(body);
  };
}

/** @see https://nodejs.org/api/http.html#event-clienterror */
interface ParserError extends NodeJS.ErrnoException {
  rawPacket?: unknown;
}

const STATUS_OF: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers invalid HTTP requests on the bare socket. */
export function answerParserError(issuer: string) {
  const standing = standingHeaders(issuer);
  return (error: ParserError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
      socket.destroy();
      return;
    }
    const requestId = randomUUID();
    const statusCode = STATUS_OF[error.code ?? ''] ?? 400;
    const refusal = asRefusal(Object.assign(new Error(error.message), { statusCode }));
    const dialect = isForPeople(error, issuer) ? pageDialect : problemDialect;
    const { contentType, body, headers: own = {} } = dialect(refusal, requestId, issuer);
    const text =
      typeof body === 'string'
        ? body
        : JSON.stringify({ ...body, title: STATUS_CODES[statusCode], status: statusCode });
    const all = {
      ...standing,
      ...own,
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

/** Whether the unreadable request is for a page of ours. */
function isForPeople({ rawPacket }: ParserError, issuer: string): boolean {
  const line = Buffer.isBuffer(rawPacket) ? rawPacket.subarray(0, 500).toString('latin1') : '';
  const path = /^[A-Z]+ (\/[^\s?]*)/.exec(line)?.[1] ?? '';
  const base = issuerPath(issuer);
  return [path, path.startsWith(base) ? path.slice(base.length) : path].some((one) => dialectOf(one) === pageDialect);
}
