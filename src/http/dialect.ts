import type { Refusal } from '../protocol/refusal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** How refusals of this request are worded, where its path alone does not say. */
    dialect?: Dialect;
  }
}

/** The HTTP answer of a refusal. */
export interface Presented {
  status: number;
  contentType: string;
  body: object | string;
  headers?: Readonly<Record<string, string>>;
}

/** How one documented API formats its refusals. Pages need the issuer for the addresses of their files. */
export type Dialect = (refusal: Refusal, requestId: string, issuer: string) => Presented;

export const JSON_TYPE = 'application/json; charset=utf-8';
