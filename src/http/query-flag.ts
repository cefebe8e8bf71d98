import { z } from 'zod';

/** A switch in a query string, off unless it says `true`. */
export function queryFlag(description: string) {
  return z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description });
}
