import { z } from 'zod';

/** A boolean query parameter, false unless it is `true`. */
export function queryFlag(description: string) {
  return z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description });
}
