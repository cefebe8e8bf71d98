import type { Refusal } from '../protocol/refusal.js';

/** What goes on the wire for a refusal. */
export interface Presented {
  status: number;
  contentType: string;
  body: object | string;
  headers?: Readonly<Record<string, string>>;
}

/** How one documented API words its refusals. */
export type Dialect = (refusal: Refusal, requestId: string) => Presented;

export const JSON_TYPE = 'application/json; charset=utf-8';
