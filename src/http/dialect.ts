import type { Look } from '../pages/layout.js';
import type { Branded } from '../pages/looks.js';
import type { Refusal } from '../protocol/refusal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** How refusals of this request are worded, where its path alone does not say. */
    dialect?: Dialect;
    /** The application on whose pages it was sent, once it is verified: the page of an error has its look. */
    pagesOf?: Branded;
  }
}

/** The HTTP answer of a refusal. */
export interface Presented {
  status: number;
  contentType: string;
  body: object | string;
  headers?: Readonly<Record<string, string>>;
}

/**
 * How one documented API formats its refusals. Pages need the issuer for the addresses of their files, and have the server's
 * own look where none is given.
 */
export type Dialect = (refusal: Refusal, requestId: string, issuer: string, look?: Look) => Presented;

export const JSON_TYPE = 'application/json; charset=utf-8';
