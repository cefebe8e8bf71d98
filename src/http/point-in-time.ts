import { z } from 'zod';

/** A timestamp with its offset from UTC. */
export const pointInTime = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2024-01-15T10:30:00Z' })
  .transform((text) => new Date(text))
  .refine((time) => time.getTime() >= 0, 'must be a time after 1970')
  .meta({ examples: ['2024-01-15T10:30:00Z'] });
