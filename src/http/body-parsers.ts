import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { Parameters } from '../protocol/parameters.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { parseStrictJson } from '../protocol/strict-json.js';

/** Bytes. No defined request is longer. */
export const BODY_LIMIT = 65_536;

/** Parses JSON to plain values and forms to `Parameters`, each once. Any other content type is a 415. */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    parse(() => parseStrictJson(body as Buffer), done);
  });
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) => {
    parse(() => parseForm(body as Buffer), done);
  });
}

function parseForm(body: Buffer): Parameters {
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
