import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Parameters } from '../protocol/parameters.js';
import { InvalidRequest, Refusal } from '../protocol/refusal.js';
import { parseStrictJson } from '../protocol/strict-json.js';

/** Bytes. No defined request is longer. */
export const BODY_LIMIT = 65_536;

/** Parses JSON to plain values and forms to `Parameters`, each once. Any other content type or coding is a 415. */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook('preParsing', (request, reply, _payload, done) => {
    if (!isEncoded(request)) {
      done();
      return;
    }
    // RFC 9110 §15.5.16: "Accept-Encoding … to indicate which (if any) content codings would have been accepted"
    void reply.header('accept-encoding', 'identity');
    done(new Refusal('unsupported_media_type', 'Content-Encoding: must be left out; bodies are not decoded'));
  });
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    parse(() => parseStrictJson(body as Buffer), done);
  });
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => {
    parse(() => parseForm(body as Buffer), done);
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-8.4 */
function isEncoded({ headers }: FastifyRequest): boolean {
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  return codings.some((coding) => coding !== '' && coding !== 'identity');
}

/** Undefined for an empty body: many clients name this content type when they send none. */
function parseForm(body: Buffer): Parameters | undefined {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw new InvalidRequest('The form body is not valid UTF-8');
  return Parameters.fromForm(body.toString('utf8'));
}

function parse(work: () => unknown, done: (error: Error | null, body?: unknown) => void): void {
  try {
    done(null, work());
  } catch (error) {
    done(error as Error);
  }
}
